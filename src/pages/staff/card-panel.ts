import type { VNode } from 'preact'
import type { CardFace, FaceCoupon } from '../../domain/card-face.ts'
import { formatDay } from '../../messages/formats.ts'
import { staffWords } from '../../messages/staff-words.ts'
import { html } from '../html.ts'
import { Icon } from '../icons.ts'
import type { PageContext } from '../page-context.ts'
import { Stamps } from '../stamps.ts'

export type ShownCardProps = {
  face: CardFace
  /** What was scanned, so that a stamp without connection knows the card. */
  text: string
  /** When it was scanned; milliseconds. */
  at: number
  /** The next press's own id: pressed twice, it is done once. */
  clientId: string
  csrf: string
  /** How many stamps or items may be said at most; 1: nothing is asked. */
  mostAtOnce: number
  /** The coupon whose code was scanned stands first. */
  couponId: string | null
  /** Coupons whose code no till reports: the team says that it was entered. */
  markable: ReadonlySet<string>
}

/** The card that was shown, with what can be done. */
export function CardPanel(context: PageContext, props: ShownCardProps): VNode {
  const { face } = props
  const texts = staffWords(context.speech)
  const { stamps, goal, nextReward } = face
  const coupons = [...face.coupons].sort(
    (a, b) => Number(b.id === props.couponId) - Number(a.id === props.couponId),
  )
  return html`<section class="shown" aria-labelledby="shown-name">
    <header class="shown-head">
      <div>
        <h2 id="shown-name">${face.programName}</h2>
        <p class="small">${texts.cycle(face.cycle)} · …${face.serial.slice(-4)}</p>
      </div>
      <p class="shown-count">${stamps}<span>/${goal}</span></p>
    </header>
    ${Stamps({
      stamps,
      goal,
      milestones: face.milestones.map((each) => each.at),
      label: context.speech.texts.progress(stamps, goal),
    })}
    <p class="small">${texts.toGo(Math.max(0, nextReward.at - stamps), nextReward.title)}</p>
    ${!face.voided && StampForm(context, props)}
    <h3>${texts.coupons}</h3>
    ${
      coupons.length === 0
        ? html`<p class="small">${texts.noCoupons}</p>`
        : html`<ul class="shown-coupons">${coupons.map((coupon) => CouponRow(context, props, coupon))}</ul>`
    }
  </section>`
}

function StampForm({ speech }: PageContext, props: ShownCardProps): VNode {
  const texts = staffWords(speech)
  const currency = currencyAsked(props.face)
  return html`<form class="stamp-form" method="post" action="/staff/stamp" data-live-form="stamp">
    ${Hidden(props)}
    <input type="hidden" name="text" value=${props.text} />
    <input type="hidden" name="at" value=${props.at} />
    ${
      currency !== null &&
      html`<label class="field">
        <span>${texts.paid(currency)}</span>
        <input name="amount" inputmode="decimal" autocomplete="off" maxlength="12" />
      </label>`
    }
    <div class="stamp-row">
      ${props.mostAtOnce > 1 && Stepper(texts, props.mostAtOnce)}
      <button class="primary big">${Icon('stamp')} ${texts.stamp}</button>
    </div>
  </form>`
}

const Stepper = (texts: { count: string; less: string; more: string }, most: number): VNode =>
  html`<div class="stepper" data-stepper>
    <button type="button" data-step="-1" aria-label=${texts.less}>${Icon('minus')}</button>
    <input
      type="number"
      name="count"
      value="1"
      min="1"
      max=${most}
      inputmode="numeric"
      aria-label=${texts.count}
    />
    <button type="button" data-step="1" aria-label=${texts.more}>${Icon('plus')}</button>
  </div>`

/** Where what was paid decides; null where a visit is enough. */
export function currencyAsked({ earn }: CardFace): string | null {
  if (earn?.kind === 'amount') return earn.per.currency
  return earn?.kind === 'visit' ? (earn.minSpend?.currency ?? null) : null
}

function CouponRow({ speech }: PageContext, props: ShownCardProps, coupon: FaceCoupon): VNode {
  const texts = staffWords(speech)
  const { face } = props
  const ready = coupon.state === 'active' && !face.voided
  const markable = props.markable.has(coupon.id)
  return html`<li class=${`shown-coupon ${coupon.id === props.couponId ? 'shown-coupon-named' : ''}`}>
    <div>
      <p class="coupon-name">${Icon('gift')} ${coupon.title}</p>
      ${
        coupon.expiresAt !== null &&
        html`<p class="small">${texts.until(formatDay(speech, coupon.expiresAt - 1, face.timeZone))}</p>`
      }
      ${coupon.kind === 'redeem_code' && html`<p class="small">${coupon.code ? texts.redeemCode(coupon.code) : texts.redeemCodeSoon}</p>`}
      ${ready && coupon.kind === 'redeem_code' && !markable && html`<p class="small">${texts.tillReports}</p>`}
      ${coupon.kind === 'self_redeem' && html`<p class="small">${texts.selfRedeem}</p>`}
    </div>
    ${
      ready &&
      (coupon.kind === 'staff_scan' || markable) &&
      html`<form method="post" action="/staff/redeem" data-live-form="redeem">
        ${Hidden(props)}
        <input type="hidden" name="couponId" value=${coupon.id} />
        <button class="big redeem">${markable ? texts.codeUsed : texts.redeem}</button>
      </form>`
    }
  </li>`
}

const Hidden = ({ csrf, clientId, face }: ShownCardProps): VNode[] => [
  html`<input type="hidden" name="csrf" value=${csrf} />`,
  html`<input type="hidden" name="clientId" value=${clientId} />`,
  html`<input type="hidden" name="cardId" value=${face.cardId} />`,
]
