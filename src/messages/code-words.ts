import type { CodeWords } from './code-texts.ts'
import { codeWordsDe } from './code-words-de.ts'
import { codeWordsEn } from './code-words-en.ts'
import { codeWordsEs } from './code-words-es.ts'
import { codeWordsFr } from './code-words-fr.ts'

const words = { en: codeWordsEn, es: codeWordsEs, de: codeWordsDe, fr: codeWordsFr }
export const codeLanguages = ['en', 'es', 'de', 'fr'] as const
export type CodeLanguage = (typeof codeLanguages)[number]

export const codeWords = (language: CodeLanguage): CodeWords => words[language]
