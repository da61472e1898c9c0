import type { VNode } from 'preact'
import type { CardFace, FaceCoupon } from '../domain/card-face.ts'
import { formatDay } from '../messages/formats.ts'
import { BarcodePanel, barcodeShape } from './barcode-panel.ts'
import { type Child, html } from './html.ts'
import { Icon } from './icons.ts'
import type { PageContext } from './page-context.ts'

type CouponProps = {
  face: CardFace
  path: string
  couponSvgs: Map<string, string>
  using?: { couponId: string; confirm: string } | undefined
}

/** Open coupons, newest first; nothing at all when there is none. */
export function Coupons(context: PageContext, props: CouponProps): Child {
  if (props.face.coupons.length === 0) return null
  return html`<section class="coupons" aria-labelledby="coupons-title">
    <h2 id="coupons-title">${context.speech.texts.card.coupons}</h2>
    ${props.face.coupons.map((coupon) => Coupon(context, props, coupon))}
  </section>`
}

function Coupon(context: PageContext, props: CouponProps, coupon: FaceCoupon): VNode {
  const { speech } = context
  const texts = speech.texts.card
  return html`<article class=${`coupon coupon-${coupon.state}`} data-coupon=${coupon.id} key=${coupon.id}>
    <header>
      ${Icon('gift')}
      <h3>${coupon.title}</h3>
    </header>
    ${coupon.state === 'issuing' ? OnItsWay(context, coupon) : Usable(context, props, coupon)}
    ${
      coupon.expiresAt !== null &&
      html`<p class="small coupon-until">
        ${Icon('clock')}<span>${coupon.expiresSoon && html`<b>${texts.endsSoon}</b> · `}${texts.validUntil(formatDay(speech, coupon.expiresAt, props.face.timeZone))}</span>
      </p>`
    }
  </article>`
}

/** A till makes its code within a minute; a pool that ran dry waits for people. */
function OnItsWay({ speech }: PageContext, { codeSource }: FaceCoupon): VNode {
  const texts = speech.texts.card
  const [title, hint] =
    codeSource === 'pool'
      ? [texts.issuingFromPool, texts.issuingFromPoolHint]
      : [texts.issuing, texts.issuingHint]
  return html`<div class="on-its-way">
    <p><span class="pulse" aria-hidden="true"></span><b>${title}</b></p>
    <p class="small">${hint}</p>
  </div>`
}

function Usable(context: PageContext, props: CouponProps, coupon: FaceCoupon): Child {
  const texts = context.speech.texts.card
  const svg = props.couponSvgs.get(coupon.id)
  return [
    svg ? Barcode(context, svg, coupon) : null,
    coupon.code === null ? null : Code(context, coupon.code),
    coupon.kind === 'redeem_code' && html`<p class="small">${texts.giveCode}</p>`,
    coupon.kind === 'staff_scan' && html`<p class="small">${texts.staffScan}</p>`,
    coupon.kind === 'self_redeem' && UseNow(context, props, coupon.id),
  ]
}

const Barcode = (context: PageContext, svg: string, { display }: FaceCoupon): VNode =>
  html`<div class="coupon-code" data-barcode>
    ${BarcodePanel(svg, barcodeShape(display))}
    <button class="enlarge" type="button" hidden data-enlarge=${barcodeShape(display)}>
      ${Icon('open')}<span>${context.speech.texts.mine.enlarge}</span>
    </button>
  </div>`

const Code = (context: PageContext, code: string): VNode =>
  html`<p class="code">
    <span class="unseen">${context.speech.texts.card.code} </span>
    <code data-code>${code}</code>
    <button
      class="copy"
      type="button"
      hidden
      data-copy=${code}
      data-copied=${context.speech.texts.card.copied}
    >
      ${Icon('copy')}<span>${context.speech.texts.card.copy}</span>
    </button>
  </p>`

/** Asks twice: the first form leads to the second, which alone knows how to say yes. */
const UseNow = (context: PageContext, { path, using }: CouponProps, couponId: string): VNode => {
  const texts = context.speech.texts.card
  const action = `${path}/coupons/${couponId}/use`
  if (using?.couponId !== couponId)
    return html`<form class="use" method="post" action=${action}>
      <button class="wallet wallet-first">${texts.useNow}</button>
    </form>`
  return html`<details class="use" open>
    <summary class="wallet wallet-first">${texts.useNow}</summary>
    <p>${texts.useNowHint}</p>
    <form method="post" action=${action}>
      <input type="hidden" name="confirm" value=${using.confirm} />
      <button class="danger">${texts.useConfirm}</button>
    </form>
  </details>`
}
