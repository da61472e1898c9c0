import type { VNode } from 'preact'
import type { TillLimit } from '../../domain/till-limits.ts'
import { codeWords } from '../../messages/code-words.ts'
import { roomTexts } from '../../messages/rooms.ts'
import type { Provider } from '../../ports/till.ts'
import { html } from '../html.ts'
import { Icon } from '../icons.ts'
import { ActionButton } from './form.ts'
import type { ConsoleContext } from './frame.ts'
import { tillPath } from './tills-view.ts'

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

/** What a till's template needs for a QR of its own on each receipt. */
export type ReceiptSetup = { address: string; key: string; template: string | null }

/** How a receipt of this till can lead to stamps. `setup`: for owners, and tills that can sign. */
export function TillReceipts(
  context: ConsoleContext,
  props: { till: { id: string; provider: Provider }; claimUrl: string; setup: ReceiptSetup | null },
): VNode {
  const texts = roomTexts(context.speech).tills
  const { till, claimUrl, setup } = props
  return html`<section class="sheet">
    <h2>${texts.receipts}</h2>
    ${(texts.receiptWords[till.provider] ?? []).map((words) => html`<p>${words}</p>`)}
    <p class="small">${texts.claimPage}: <a href=${claimUrl}>${claimUrl.replace(/^https?:\/\//, '')}</a></p>
    ${setup && till.provider !== 'square' && Setup(context, till.id, setup)}
  </section>`
}

function Setup(context: ConsoleContext, tillId: string, { address, key, template }: ReceiptSetup): VNode {
  const texts = roomTexts(context.speech).tills
  return html`<details>
    <summary>${template === null ? texts.receiptKey : texts.receiptTemplate}</summary>
    <p class="small">${texts.receiptKeyHint}</p>
    ${
      template === null
        ? html`<h3>${texts.receiptAddress}</h3>
            <p class="copy"><code>${address}</code></p>
            <h3>${texts.receiptKey}</h3>
            <p class="copy"><code>${key}</code></p>`
        : html`<pre tabindex="0" class="sample"><code>${template}</code></pre>`
    }
    <p class="row">
      ${ActionButton(context, { action: `${tillPath(tillId)}/receipt-key`, label: texts.newReceiptKey })}
      <span class="small">${texts.newReceiptKeyLead}</span>
    </p>
  </details>`
}
