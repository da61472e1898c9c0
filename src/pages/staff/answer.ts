import type { VNode } from 'preact'
import type { Speech } from '../../messages/messages.ts'
import { staffWords } from '../../messages/staff-words.ts'
import { html } from '../html.ts'
import { Icon, type IconName } from '../icons.ts'

/** `good`: done now; `again`: was done before; `saved`: will be done; `no`: refused; `ask`: somebody has to choose. */
export type AnswerTone = 'good' | 'again' | 'saved' | 'no' | 'ask'

/** What came of a scan or a press, to be taken in at one glance: colour, sign, a few words, and then the reason. */
export type Answer = {
  tone: AnswerTone
  title: string
  details: string[]
  /** Read off the page and typed at the till. */
  code?: string | undefined
  /** What the counter may take back. */
  undoId?: string | undefined
  /** One thing to press, where the page has no other place for it. */
  press?: { action: string; label: string; fields: Record<string, string> } | undefined
}

const signs: Record<AnswerTone, IconName> = {
  good: 'check',
  again: 'clock',
  saved: 'save',
  no: 'cross',
  ask: 'card',
}

/** As wide as the page. Its words are read out when they change. */
export const AnswerPanel = (answer: Answer): VNode =>
  html`<div class=${`answer answer-${answer.tone}`} data-tone=${answer.tone}>
    <span class="answer-sign">${Icon(signs[answer.tone])}</span>
    <div class="answer-words">
      <p class="answer-title">${answer.title}</p>
      ${answer.code && html`<p class="answer-code" translate="no">${answer.code}</p>`}
      ${answer.details.map((line) => html`<p>${line}</p>`)}
      ${
        answer.press &&
        html`<form method="post" action=${answer.press.action}>
          ${Object.entries(answer.press.fields).map(
            ([name, value]) => html`<input type="hidden" name=${name} value=${value} />`,
          )}
          <button class="big">${answer.press.label}</button>
        </form>`
      }
    </div>
  </div>`

/** Takes back what the answer tells of. */
export function UndoForm(
  speech: Speech,
  { csrf, answer, cardId }: { csrf: string; answer: Answer | null; cardId: string | undefined },
): VNode | null {
  if (!answer?.undoId) return null
  const texts = staffWords(speech)
  return html`<form class="undo" method="post" action="/staff/undo" data-live-form="undo">
    <input type="hidden" name="csrf" value=${csrf} />
    <input type="hidden" name="actionId" value=${answer.undoId} />
    ${cardId && html`<input type="hidden" name="cardId" value=${cardId} />`}
    <button>${Icon('undo')} ${texts.undo}</button>
    <span class="small">${texts.undoHint}</span>
  </form>`
}
