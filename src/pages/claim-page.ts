import type { VNode } from 'preact'
import type { Look } from '../domain/card-face.ts'
import { formatDay, formatMoment } from '../messages/formats.ts'
import type { ClaimView } from '../ports/claims.ts'
import { CardChoice, type ChoiceProps } from './card-choice.ts'
import { Document } from './document.ts'
import { type Child, html } from './html.ts'
import { Icon, type IconName } from './icons.ts'
import { LookStyle } from './look-style.ts'
import type { PageContext } from './page-context.ts'
import { Emblem } from './pass-card.ts'

/** Whose page it is. */
export type Shop = { shopName: string; look: Look; timeZone: string; logoUrl: string | null }

/** The frame of all pages that bring stamps to a phone. */
export const ShopPage = (context: PageContext, shop: Shop, title: string, body: Child): VNode =>
  Document(context, {
    title: `${shop.shopName} · ${title}`,
    styles: ['base.css', 'customer.css', 'holder.css'],
    head: LookStyle(shop.look, context.nonce),
    bodyClass: 'holder-page',
    body: html`<main class="holder">
      <header class="shop">${Emblem(shop.shopName, shop.logoUrl)}<p>${shop.shopName}</p></header>
      ${body}
    </main>`,
  })

type ClaimProps = ChoiceProps & { shop: Shop; claim: ClaimView }

/** What a receipt's or insert's code gives, and on which card it may go. */
export function ClaimPage(context: PageContext, props: ClaimProps): VNode {
  const { claim: words, stamps } = context.speech.texts
  const { claim, shop } = props
  return ShopPage(context, shop, words.title, [
    html`<h1>${words.title}</h1>`,
    html`<p>
      ${claim.stamps === null ? words.givesOrder : words.gives(stamps(claim.stamps))}
      ${claim.expiresAt !== null && ` ${words.until(formatDay(context.speech, claim.expiresAt, shop.timeZone))}`}
    </p>`,
    CardChoice(context, props),
  ])
}

export type Answer = {
  tone: 'yes' | 'no'
  title: string
  hint: string
  /** When and where the purchase was counted. */
  counted?: { at: number; place: string | null } | undefined
}

/** What came of it: one thing said large, and the way on. */
export function AnswerPage(
  context: PageContext,
  props: { shop: Shop; answer: Answer; cardPath: string | null; again?: string | undefined },
): VNode {
  const { claim } = context.speech.texts
  const { answer, shop, cardPath, again } = props
  const icon: IconName = answer.tone === 'yes' ? 'check' : 'warning'
  const { counted } = answer
  const when = counted && formatMoment(context.speech, counted.at, shop.timeZone)
  return ShopPage(context, shop, answer.title, [
    html`<section class=${`answer flash-${answer.tone}`} role="status">
      <span class="answer-mark">${Icon(icon)}</span>
      <h1>${answer.title}</h1>
      <p>${answer.hint}</p>
      ${counted && when && html`<p>${claim.countedAt(when, counted.place)}</p>`}
    </section>`,
    cardPath !== null && html`<a class="button primary" href=${cardPath}>${claim.openCard}</a>`,
    again !== undefined && html`<a class="button" href=${again}>${claim.tryAgain}</a>`,
  ])
}
