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

/** More than these would push the card itself out of sight. */
const mostUnfolded = 2

/** Open coupons, newest first and the one that is about to be used before all; nothing at all when there is none. */
export function Coupons(context: PageContext, props: CouponProps): Child {
  const { coupons } = props.face
  if (coupons.length === 0) return null
  const asked = coupons.filter((each) => each.id === props.using?.couponId)
  const texts = context.speech.texts.card
  const usable = coupons.some(({ state }) => state !== 'issuing')
  const ordered = [...asked, ...coupons.filter((each) => !asked.includes(each))]
  return html`<section class="coupons" aria-labelledby="coupons-title">
    <h2 id="coupons-title">${usable ? texts.coupons : texts.couponsWaiting}</h2>
    ${ordered.slice(0, mostUnfolded).map((coupon) => Coupon(context, props, coupon))}
    ${ordered.slice(mostUnfolded).map((coupon) => FoldedCoupon(context, props, coupon))}
  </section>`
}

const Coupon = (context: PageContext, props: CouponProps, coupon: FaceCoupon): VNode =>
  html`<article class=${`coupon coupon-${coupon.state}`} data-coupon=${coupon.id} key=${coupon.id}>
    <header>
      ${Icon('gift')}
      <h3>${coupon.title}</h3>
    </header>
    ${Inside(context, props, coupon)}
  </article>`

const FoldedCoupon = (context: PageContext, props: CouponProps, coupon: FaceCoupon): VNode =>
  html`<details class=${`coupon coupon-folded coupon-${coupon.state}`} data-coupon=${coupon.id} key=${coupon.id}>
    <summary>${Icon('gift')}<span data-title>${coupon.title}</span>${Icon('back')}</summary>
    ${Inside(context, props, coupon)}
  </details>`

const Inside = (context: PageContext, props: CouponProps, coupon: FaceCoupon): Child => [
  coupon.state === 'issuing' ? OnItsWay(context, coupon) : Usable(context, props, coupon),
  coupon.expiresAt !== null && Until(context, props.face, coupon, coupon.expiresAt),
]

/** What ends at midnight is good on the day before it. */
function Until({ speech }: PageContext, { timeZone }: CardFace, coupon: FaceCoupon, at: number): VNode {
  const texts = speech.texts.card
  return html`<p class="small coupon-until">
    ${Icon('clock')}<span>${coupon.expiresSoon && html`<b>${texts.endsSoon}</b> · `}${texts.validUntil(formatDay(speech, at - 1, timeZone))}</span>
  </p>`
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
    svg
      ? html`<div class="coupon-code" data-barcode>${BarcodePanel(svg, barcodeShape(coupon.display))}</div>`
      : null,
    coupon.code === null ? null : Code(context, coupon.code, svg ? barcodeShape(coupon.display) : null),
    coupon.kind === 'redeem_code' && html`<p class="small coupon-hint">${texts.giveCode}</p>`,
    coupon.kind === 'staff_scan' && html`<p class="small">${texts.staffScan}</p>`,
    coupon.kind === 'self_redeem' && UseNow(context, props, coupon.id),
  ]
}

/** The code in letters, and what a script can do with it. `shape`: of its barcode, where there is one. */
const Code = ({ speech }: PageContext, code: string, shape: 'square' | 'wide' | null): VNode => {
  const { card, mine } = speech.texts
  return html`<div class="code">
    <p><span class="unseen">${card.code} </span><code data-code>${code}</code></p>
    <p class="code-deeds">
      ${
        shape &&
        html`<button class="enlarge" type="button" hidden data-enlarge=${shape}>
          ${Icon('open')}<span>${mine.enlarge}</span>
        </button>`
      }
      <button class="copy" type="button" hidden data-copy=${code} data-copied=${card.copied}>
        ${Icon('copy')}<span>${card.copy}</span>
      </button>
    </p>
  </div>`
}

/** Asks twice: the first form leads to the second, which alone knows how to say yes. */
const UseNow = (context: PageContext, { path, using }: CouponProps, couponId: string): VNode => {
  const texts = context.speech.texts.card
  const action = `${path}/coupons/${couponId}/use`
  if (using?.couponId !== couponId)
    return html`<form class="use" method="post" action=${action}>
      <button class="wallet wallet-first">${texts.useNow}</button>
    </form>`
  return html`<form class="use use-asked" method="post" action=${action} data-asking>
    <p role="status">${texts.useNowHint}</p>
    <input type="hidden" name="confirm" value=${using.confirm} />
    <button class="wallet wallet-first">${texts.useConfirm}</button>
    <a class="button" href=${path}>${texts.useNot}</a>
  </form>`
}
