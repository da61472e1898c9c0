import type { Figures, TraceRule } from '../domain/trace.ts'

/**
 * What each rule of a trace says, by whether it passed. Amounts, numbers, weekdays and times come written in the
 * reader's way already (`trace-words.ts`).
 */
export type TraceTexts = Record<TraceRule, (passed: boolean, figures: Figures) => string>

/** Picks by a recorded word; `otherwise` for words of another version. */
export const pick = (words: Record<string, string>, word: unknown, otherwise: string): string =>
  (Object.hasOwn(words, String(word)) ? words[String(word)] : undefined) ?? otherwise

/** `one` for exactly one, else `many`. */
export const oneOrMany = (count: unknown, one: string, many: string): string =>
  String(count) === '1' ? one : many
