import type { TillLimit } from '../domain/till-limits.ts'
import { codeWordsDe } from './code-words-de.ts'
import { codeWordsEn } from './code-words-en.ts'
import { codeWordsEs } from './code-words-es.ts'
import { codeWordsFr } from './code-words-fr.ts'

type OfTill = (till: string, count: number) => string

/** What is said to merchants of codes: what their tills cannot do, and what needs a look. */
export type CodeWords = {
  limits: Record<TillLimit, string>
  alerts: Record<'down' | 'deleted' | 'paused' | 'edited' | 'used' | 'taken' | 'refused', OfTill> & {
    low: (reward: string, free: number, days: number | null) => string
    dry: (reward: string, waiting: number) => string
  }
}

const words = { en: codeWordsEn, es: codeWordsEs, de: codeWordsDe, fr: codeWordsFr }
export const codeLanguages = ['en', 'es', 'de', 'fr'] as const
export type CodeLanguage = (typeof codeLanguages)[number]

export const codeWords = (language: CodeLanguage): CodeWords => words[language]
