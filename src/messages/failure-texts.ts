import type { FailureReason } from '../domain/failure-note.ts'

/** What a check of a code in a till can find otherwise, as the check names it. */
export type CodeChange =
  | 'code'
  | 'limit of uses'
  | 'end'
  | 'worth'
  | 'products'
  | 'minimum basket'
  | 'kind of discount'
  | 'locations'
  | 'name'

export type FailureTexts = {
  reasons: Record<FailureReason, (name: string) => string>
  /** A till whose provider is not said, at the beginning of a sentence. */
  till: string
  changed: (what: string) => string
  changes: Record<CodeChange, string>
}
