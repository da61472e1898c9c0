import type { VNode } from 'preact'
import type { TillLimit } from '../../domain/till-limits.ts'
import { codeWords } from '../../messages/code-words.ts'
import { roomTexts } from '../../messages/rooms.ts'
import type { Provider } from '../../ports/till.ts'
import { html } from '../html.ts'
import { Icon } from '../icons.ts'
import type { ConsoleContext } from './frame.ts'

/** What the till does not see to of one reward's promise. */
export type RewardLimits = { title: string; limits: TillLimit[] }

/** What the till does with coupons, and what people have to see to. */
export function TillCoupons(context: ConsoleContext, provider: Provider, rewards: RewardLimits[]): VNode {
  const { speech } = context
  const texts = roomTexts(speech).tills
  const { limits } = codeWords(speech.language)
  const lacking = rewards.filter((reward) => reward.limits.length > 0)
  return html`<section class="sheet">
    <h2>${texts.can}</h2>
    <ul class="ticks">
      ${(texts.canWords[provider] ?? []).map((words) => html`<li>${Icon('check')}<span>${words}</span></li>`)}
    </ul>
    <h2>${texts.cannot}</h2>
    ${lacking.length === 0 && html`<p class="small">${texts.nothingMissing}</p>`}
    ${lacking.map(
      (reward) =>
        html`<h3>${reward.title}</h3>
          <ul class="ticks">
            ${reward.limits.map((limit) => html`<li>${Icon('person')}<span>${limits[limit]}</span></li>`)}
          </ul>`,
    )}
  </section>`
}

/** How a receipt of this till can lead to stamps. */
export function TillReceipts(context: ConsoleContext, provider: Provider, claimUrl: string): VNode {
  const texts = roomTexts(context.speech).tills
  return html`<section class="sheet">
    <h2>${texts.receipts}</h2>
    ${(texts.receiptWords[provider] ?? []).map((words) => html`<p>${words}</p>`)}
    <p class="small">${texts.claimPage}: <a href=${claimUrl}>${claimUrl.replace(/^https?:\/\//, '')}</a></p>
  </section>`
}
