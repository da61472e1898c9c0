import { tellNote } from '../../messages/delivery-words.ts'
import { type ToldFailure, tellFailure } from '../../messages/failure-words.ts'
import type { Speech } from '../../messages/messages.ts'
import { type Child, html } from '../html.ts'

/** What the books say of a failure or a finding: in the reader's language, then what the provider itself said. */
export const Told = (speech: Speech, line: string): Child => withQuote(tellFailure(speech, line))

/** What the books say of a till's message that did nothing or was not understood. */
export const ToldNote = (speech: Speech, delivery: { state: string; note: string | null }): Child =>
  delivery.note === null ? null : withQuote(tellNote(speech, { ...delivery, note: delivery.note }))

function withQuote({ words, quote }: ToldFailure): Child {
  if (quote === null) return words
  return html`${words}${words && ' '}<q lang="en">${quote}</q>`
}

/** The same where only plain text goes. */
export function toldText(speech: Speech, line: string): string {
  const { words, quote } = tellFailure(speech, line)
  return [words, quote].filter(Boolean).join(' ')
}
