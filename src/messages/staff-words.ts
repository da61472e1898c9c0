import type { Speech } from './messages.ts'
import { staffDe } from './staff-de.ts'
import { type StaffTexts, staffEn } from './staff-en.ts'
import { staffEs } from './staff-es.ts'
import { staffFr } from './staff-fr.ts'

const words: Record<Speech['language'], StaffTexts> = { en: staffEn, es: staffEs, de: staffDe, fr: staffFr }

/** Texts of the scanners, for this reader. */
export const staffWords = (speech: Speech): StaffTexts => words[speech.language]
