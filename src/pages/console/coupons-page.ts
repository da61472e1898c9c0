import type { VNode } from 'preact'
import type { CouponRow, Page } from '../../ports/console-reads.ts'
import { html } from '../html.ts'
import { CardLink, StateBadge, When } from './cells.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { Empty, Pager, Table } from './table.ts'

export const couponStates = ['issuing', 'active', 'redeemed', 'expired', 'revoked'] as const

type CouponsProps = { page: Page<CouponRow>; state: string | undefined; cursor: string | undefined }

export function CouponsPage(context: ConsoleContext, { page, state, cursor }: CouponsProps): VNode {
  const { texts } = context.speech
  return ConsoleFrame(context, {
    place: 'coupons',
    title: texts.console.nav.coupons,
    body: [
      html`<nav class="filters" aria-label=${texts.console.state}>
        <a href="/console/coupons" class=${state ? null : 'chosen'} aria-current=${state ? null : 'true'}>${texts.console.all}</a>
        ${couponStates.map(
          (each) =>
            html`<a href=${`/console/coupons?state=${each}`} class=${each === state ? 'chosen' : null} aria-current=${each === state ? 'true' : null}>${texts.state[each]}</a>`,
        )}
      </nav>`,
      page.rows.length === 0
        ? Empty(state ? texts.console.noneFound : texts.console.noCoupons)
        : CouponTable(context, page.rows),
      Pager(context.speech, { path: '/console/coupons', query: { state }, cursor, next: page.next }),
    ],
  })
}

export function CouponTable(context: ConsoleContext, rows: CouponRow[]): VNode {
  const texts = context.speech.texts.console
  return Table<CouponRow>({
    label: texts.nav.coupons,
    rows,
    columns: [
      { head: texts.coupon, kind: 'main', cell: (coupon) => coupon.title },
      {
        head: texts.state,
        cell: (coupon) => [
          StateBadge(context, coupon.state),
          coupon.flag &&
            html` <span class="badge badge-failed">${context.speech.texts.state[coupon.flag] ?? coupon.flag}</span>`,
        ],
      },
      { head: texts.code, cell: (coupon) => (coupon.code ? html`<code>${coupon.code}</code>` : '–') },
      { head: texts.placements, cell: (coupon) => Placements(context, coupon) },
      { head: texts.card, cell: (coupon) => CardLink(coupon.cardId, coupon.cardSerial) },
      { head: texts.issued, cell: (coupon) => When(context, coupon.issuedAt) },
      { head: texts.used, cell: (coupon) => When(context, coupon.redeemedAt) },
      { head: texts.expires, cell: (coupon) => When(context, coupon.expiresAt) },
    ],
  })
}

const Placements = (context: ConsoleContext, coupon: CouponRow) =>
  coupon.placements.length === 0
    ? '–'
    : coupon.placements.map(
        (each) =>
          html`<span class="placement" title=${each.lastError ?? null}>${each.tillName}: ${StateBadge(context, each.state)}</span>`,
      )
