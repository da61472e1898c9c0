import type { VNode } from 'preact'
import { staffWords } from '../../messages/staff-words.ts'
import { html } from '../html.ts'
import { Icon } from '../icons.ts'
import { type Answer, AnswerPanel } from './answer.ts'
import { type ScannerContext, ScannerPage } from './frame.ts'

/** A page that a scanner types into: nothing to press. The field has the focus, and takes what comes up to Enter. */
export function CounterPage(
  context: ScannerContext,
  props: { answer: Answer | null; clientId: string },
): VNode {
  const texts = staffWords(context.speech)
  return ScannerPage(context, {
    kind: 'counter',
    scripts: ['counter.js'],
    head: null,
    body: html`<main class="counter-main">
      <div id="said" class="counter-said" role="status" aria-live="assertive">
        ${props.answer && AnswerPanel(props.answer)}
      </div>
      <div class="counter-ready" data-ready>
        <span class="counter-art" aria-hidden="true">${Icon('phone')}</span>
        <p class="counter-title">${texts.counter.ready}</p>
        <p>${texts.counter.readyHint}</p>
      </div>
      <form class="wedge" method="post" action="/counter" autocomplete="off" data-wedge>
        <input type="hidden" name="csrf" value=${context.csrf} />
        <input type="hidden" name="clientId" value=${props.clientId} />
        <label class="field">
          <span>${texts.counter.field}</span>
          <input name="text" required maxlength="500" autofocus inputmode="none" spellcheck="false" autocapitalize="off" />
        </label>
      </form>
      <div class="returned" data-returned hidden>
        <h2>${texts.offline.returned}</h2>
        <ol></ol>
      </div>
    </main>`,
  })
}
