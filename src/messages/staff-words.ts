import { spacedFrench } from '../domain/french-spacing.ts'
import { staffDe } from './de/staff.ts'
import { type StaffTexts, staffEn } from './en/staff.ts'
import { staffEs } from './es/staff.ts'
import { staffFr } from './fr/staff.ts'
import type { Speech } from './messages.ts'

const words: Record<Speech['language'], StaffTexts> = {
  en: staffEn,
  es: staffEs,
  de: staffDe,
  fr: spacedFrench(staffFr),
}

/** Texts of the scanners, for this reader. */
export const staffWords = (speech: Speech): StaffTexts => words[speech.language]
