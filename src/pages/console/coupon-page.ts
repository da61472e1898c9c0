import type { VNode } from 'preact'
import { mayAs } from '../../domain/role.ts'
import { formatCount, formatMoney } from '../../messages/formats.ts'
import { tellReason } from '../../messages/own-reasons.ts'
import type { CouponDetail } from '../../ports/console-coupons.ts'
import { type Child, html } from '../html.ts'
import { CardLink, Fact, orderPath, StateBadge, When } from './cells.ts'
import { CouponState } from './coupons-list.ts'
import { Deed, Deeds, type FailedDeed, Refused } from './deeds.ts'
import { ActionButton, Checkbox, Field } from './form.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { Told } from './told.ts'

type CouponPageProps = {
  coupon: CouponDetail
  failed: FailedDeed | null
  intent: string
  /** The first day that an end may be moved to, YYYY-MM-DD. */
  earliestEnd: string
  /** A till tells by itself when its code was used. */
  reported: boolean
}

/** One coupon: where it comes from, where its code stands, and what can be done about it. */
export function CouponPage(context: ConsoleContext, props: CouponPageProps): VNode {
  const { coupon } = props
  const texts = context.speech.texts.console
  return ConsoleFrame(context, {
    place: 'coupons',
    title: coupon.title,
    back: { path: '/console/coupons', label: texts.nav.coupons },
    styles: ['console-day.css'],
    body: [
      Refused(props.failed),
      Facts(context, coupon),
      InTills(context, coupon),
      CouponDeeds(context, props),
    ],
  })
}

function Facts(context: ConsoleContext, coupon: CouponDetail): VNode {
  const texts = context.speech.texts.console
  const own = texts.day.coupons
  const { expiresAt, endedAt, endReason, issueReason } = coupon
  return html`<dl class="facts">
    ${Fact(texts.state, CouponState(context, coupon))}
    ${coupon.code && Fact(texts.code, html`<code>${coupon.code}</code>`)}
    ${Fact(own.kind, own.kinds[coupon.kind] ?? coupon.kind)}
    ${Worth(context, coupon)}
    ${Fact(texts.card, CardLink(coupon.cardId, coupon.cardSerial))}
    ${Fact(own.origin, Origin(context, coupon))}
    ${issueReason && Fact(texts.reason, issueReason)}
    ${Fact(texts.issued, When(context, coupon.issuedAt))}
    ${expiresAt !== null && Fact(texts.expires, When(context, expiresAt))}
    ${coupon.redeemedAt !== null && Fact(texts.used, When(context, coupon.redeemedAt))}
    ${coupon.redeemedBy && Fact(own.usedBy, UsedBy(context, coupon.redeemedBy))}
    ${endedAt !== null && Fact(own.ended, When(context, endedAt))}
    ${endReason && endReason !== coupon.state && Fact(own.endReason, tellReason(context.speech, endReason))}
  </dl>`
}

function Worth(context: ConsoleContext, { reward }: CouponDetail): Child {
  const own = context.speech.texts.console.day.coupons
  const { discount } = reward
  if (!discount) return null
  if ('percent' in discount) {
    const share = new Intl.NumberFormat(context.speech.tag, { style: 'percent' }).format(
      discount.percent / 100,
    )
    return Fact(own.worth, own.percent(share))
  }
  const money = 'amount' in discount ? discount.amount : discount.worth
  return Fact(own.worth, money ? formatMoney(context.speech, money) : own.product)
}

function Origin(context: ConsoleContext, { milestone, cycle }: CouponDetail): string {
  const { texts } = context.speech
  const own = texts.console.day.coupons
  return milestone === 0
    ? own.voucher
    : own.earned(formatCount(context.speech, cycle), texts.stamps(milestone))
}

function UsedBy(context: ConsoleContext, by: NonNullable<CouponDetail['redeemedBy']>): Child {
  const words = context.speech.texts.console.day.coupons.channels[by.channel] ?? by.channel
  const told = by.location && by.channel !== 'till' ? `${words}, ${by.location}` : words
  return by.tillId && by.orderId ? html`<a href=${orderPath(by.tillId, by.orderId)}>${told}</a>` : told
}

function InTills(context: ConsoleContext, coupon: CouponDetail): Child {
  if (coupon.placements.length === 0) return null
  const own = context.speech.texts.console.day.coupons
  const amiss = coupon.placements.some(({ state }) => state === 'drifted' || state === 'failed')
  return html`<section>
    <h2>${own.inTills}</h2>
    <ul class="tills">
      ${coupon.placements.map(
        ({ tillName, state, drift, lastError }) =>
          html`<li>
            <b>${tillName}</b> ${StateBadge(context, state)}
            ${state === 'drifted' && drift && drift !== 'edited' && html`<span>${own.drift[drift] ?? drift}</span>`}
            ${lastError && html`<span class="small">${state === 'placed' ? own.putRight(own.drift[lastError] ?? lastError) : Told(context.speech, lastError)}</span>`}
          </li>`,
      )}
    </ul>
    ${
      amiss &&
      mayAs(context.role, 'manager') &&
      html`<p class="form-end">${ActionButton(context, { action: `/console/coupons/${coupon.id}/repair`, label: own.repair })}</p>`
    }
  </section>`
}

function CouponDeeds(context: ConsoleContext, props: CouponPageProps): Child {
  const { coupon } = props
  if (!mayAs(context.role, 'manager')) return null
  const deeds: Child[] = []
  if (coupon.lastUse) deeds.push(Undo(context, props))
  if (coupon.state === 'active') deeds.push(Redeem(context, props))
  if (coupon.state === 'issuing' || coupon.state === 'active') {
    if (coupon.expiresAt !== null) deeds.push(Extend(context, props))
    deeds.push(Revoke(context, props))
  }
  if (coupon.state === 'expired' || coupon.state === 'revoked') deeds.push(Reinstate(context, props))
  return Deeds(context.speech.texts.console.day.cards.deeds, deeds)
}

const textsOf = (context: ConsoleContext) => context.speech.texts.console.day.coupons
const pathOf = ({ coupon }: CouponPageProps, deed: string) => `/console/coupons/${coupon.id}/${deed}`

function Undo(context: ConsoleContext, props: CouponPageProps): Child {
  const texts = textsOf(context)
  const { failed } = props
  return Deed(context, {
    ...{ name: 'undo', title: texts.undo, hint: texts.undoHint, failed },
    ...{ action: pathOf(props, 'undo'), submit: texts.undo },
    body: () => html`<input type="hidden" name="actionId" value=${props.coupon.lastUse?.actionId} />`,
  })
}

function Redeem(context: ConsoleContext, props: CouponPageProps): Child {
  const texts = textsOf(context)
  const { failed, intent } = props
  return Deed(context, {
    ...{ name: 'redeem', title: texts.redeem, hint: texts.redeemHint, failed, intent },
    ...{ action: pathOf(props, 'redeem'), submit: texts.redeemDo },
    body: (form) => [
      Field(form, { name: 'location', label: texts.redeemPlace, more: { maxlength: 100 } }),
      props.reported &&
        Checkbox(form, { name: 'anyway', label: texts.redeemAnyway, hint: texts.redeemAnywayHint }),
    ],
  })
}

function Revoke(context: ConsoleContext, props: CouponPageProps): Child {
  const texts = textsOf(context)
  const { reason } = context.speech.texts.console
  return Deed(context, {
    ...{ name: 'revoke', title: texts.revoke, hint: texts.revokeHint, failed: props.failed, danger: true },
    ...{ action: pathOf(props, 'revoke'), submit: texts.revokeDo },
    body: (form) => Field(form, { name: 'reason', label: reason, required: true, more: { maxlength: 200 } }),
  })
}

function Extend(context: ConsoleContext, props: CouponPageProps): Child {
  const texts = textsOf(context)
  return Deed(context, {
    ...{ name: 'extend', title: texts.extend, failed: props.failed },
    ...{ action: pathOf(props, 'extend'), submit: texts.extendDo },
    body: (form) =>
      Field(form, {
        ...{ name: 'day', label: texts.until, type: 'date', required: true },
        more: { min: props.earliestEnd },
      }),
  })
}

function Reinstate(context: ConsoleContext, props: CouponPageProps): Child {
  const texts = textsOf(context)
  return Deed(context, {
    ...{ name: 'reinstate', title: texts.reinstate, hint: texts.reinstateHint, failed: props.failed },
    ...{ action: pathOf(props, 'reinstate'), submit: texts.reinstateDo },
    body: (form) =>
      Field(form, {
        ...{ name: 'day', label: texts.newEnd, hint: texts.newEndHint, type: 'date' },
        more: { min: props.earliestEnd },
      }),
  })
}
