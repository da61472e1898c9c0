import { tellFailure } from '../../messages/failure-words.ts'
import type { Speech } from '../../messages/messages.ts'
import { type Child, html } from '../html.ts'

/** What the books say of a failure or a finding: in the reader's language, then what the provider itself said. */
export function Told(speech: Speech, line: string): Child {
  const { words, quote } = tellFailure(speech, line)
  if (quote === null) return words
  return html`${words}${words && ' '}<q lang="en">${quote}</q>`
}

/** The same where only plain text goes. */
export function toldText(speech: Speech, line: string): string {
  const { words, quote } = tellFailure(speech, line)
  return [words, quote].filter(Boolean).join(' ')
}
