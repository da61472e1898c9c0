import type { VNode } from 'preact'
import { type CouponRow, couponKinds } from '../../ports/console-coupons.ts'
import type { Page } from '../../ports/console-reads.ts'
import { type Child, html } from '../html.ts'
import { CardLink, StateBadge, When } from './cells.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { Empty, EmptyRoom, NothingFound, Pager, Table } from './table.ts'
import { toldText } from './told.ts'

export const couponStates = ['issuing', 'active', 'redeemed', 'expired', 'revoked'] as const

type CouponsProps = {
  page: Page<CouponRow>
  filter: {
    search?: string | undefined
    state?: string | undefined
    only?: (typeof couponKinds)[number] | undefined
  }
  cursor: string | undefined
}

export function CouponsPage(context: ConsoleContext, { page, filter, cursor }: CouponsProps): VNode {
  const { texts } = context.speech
  const { day } = texts.console
  const asked = Object.values(filter).some(Boolean)
  const shown = asked || cursor !== undefined || page.rows.length > 0
  return ConsoleFrame(context, {
    place: 'coupons',
    title: texts.console.nav.coupons,
    styles: ['console-day.css'],
    body: [
      shown &&
        html`<form class="search" role="search" action="/console/coupons">
        <label class="unseen" for="search">${day.coupons.search}</label>
        <input id="search" name="search" type="search" value=${filter.search ?? ''} placeholder=${day.coupons.search} maxlength="64" />
        <button>${texts.console.find}</button>
      </form>`,
      shown && Filters(context, filter),
      page.rows.length > 0 ? CouponTable(context, page.rows) : NoCoupons(context, page.next !== null, asked),
      Pager(context.speech, {
        ...{ path: '/console/coupons', query: filter, cursor, next: page.next },
        ...(page.rows.length === 0 && { nextLabel: day.lookFurther }),
      }),
    ],
  })
}

function NoCoupons(context: ConsoleContext, further: boolean, asked: boolean): VNode {
  const { day, empty } = context.speech.texts.console
  if (further) return Empty(day.further)
  if (asked) return NothingFound(context, '/console/coupons')
  return EmptyRoom(empty.coupons, { path: '/console/cards', label: empty.coupons.act })
}

function Filters(context: ConsoleContext, filter: CouponsProps['filter']): VNode {
  const { texts } = context.speech
  const { vouchers, flagged } = texts.console.day.coupons
  const links = [
    { query: '', label: texts.console.all, on: !filter.state && !filter.only },
    ...couponStates.map((state) => ({
      query: `?state=${state}`,
      label: texts.state[state] ?? state,
      on: state === filter.state,
    })),
    ...couponKinds.map((only) => ({
      query: `?only=${only}`,
      label: only === 'voucher' ? vouchers : flagged,
      on: only === filter.only,
    })),
  ]
  return html`<nav class="filters" aria-label=${texts.console.state}>
    ${links.map(
      ({ query, label, on }) =>
        html`<a href=${`/console/coupons${query}`} class=${on ? 'chosen' : null} aria-current=${on ? 'true' : null}>${label}</a>`,
    )}
  </nav>`
}

/** @param ofOneCard leaves the card out: the page is about it */
export function CouponTable(context: ConsoleContext, rows: CouponRow[], ofOneCard = false): VNode {
  const texts = context.speech.texts.console
  return Table<CouponRow>({
    label: texts.nav.coupons,
    rows,
    columns: [
      {
        head: texts.coupon,
        kind: 'main',
        cell: (coupon) => html`<a href=${`/console/coupons/${coupon.id}`}>${coupon.title}</a>`,
      },
      {
        head: texts.state,
        cell: (coupon) => [
          CouponState(context, coupon),
          coupon.redeemedAt !== null &&
            html`<span class="placement small">${When(context, coupon.redeemedAt)}</span>`,
        ],
      },
      { head: texts.code, cell: (coupon) => Code(context, coupon) },
      ...(ofOneCard
        ? []
        : [{ head: texts.card, cell: (coupon: CouponRow) => CardLink(coupon.cardId, coupon.cardSerial) }]),
      { head: texts.issued, cell: (coupon) => When(context, coupon.issuedAt) },
      { head: texts.expires, cell: (coupon) => When(context, coupon.expiresAt) },
    ],
  })
}

export const CouponState = (context: ConsoleContext, coupon: Pick<CouponRow, 'state' | 'flag'>) => [
  StateBadge(context, coupon.state),
  coupon.flag &&
    html` <span class="badge badge-failed">${context.speech.texts.state[coupon.flag] ?? coupon.flag}</span>`,
]

/** With where it stands in the tills. */
const Code = (context: ConsoleContext, { code, placements }: CouponRow): Child =>
  code === null && placements.length === 0
    ? '–'
    : [
        code !== null && html`<code>${code}</code>`,
        ...placements.map(
          (each) =>
            html`<span class="placement small" title=${each.lastError && toldText(context.speech, each.lastError)}>${each.tillName}: ${StateBadge(context, each.state)}</span>`,
        ),
      ]
