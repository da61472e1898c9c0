import { spacedFrench } from '../domain/french-spacing.ts'
import type { CodeWords } from './code-texts.ts'
import { codeWordsDe } from './de/code-words.ts'
import { codeWordsEn } from './en/code-words.ts'
import { codeWordsEs } from './es/code-words.ts'
import { codeWordsFr } from './fr/code-words.ts'

const words = { en: codeWordsEn, es: codeWordsEs, de: codeWordsDe, fr: spacedFrench(codeWordsFr) }
export const codeLanguages = ['en', 'es', 'de', 'fr'] as const
export type CodeLanguage = (typeof codeLanguages)[number]

export const codeWords = (language: CodeLanguage): CodeWords => words[language]
