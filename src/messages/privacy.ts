import { spacedFrench } from '../domain/french-spacing.ts'
import { privacyDe } from './de/privacy.ts'
import { type PrivacyTexts, privacyEn } from './en/privacy.ts'
import { privacyEs } from './es/privacy.ts'
import { privacyFr } from './fr/privacy.ts'
import type { Language } from './messages.ts'

const texts: Record<Language, PrivacyTexts> = {
  en: privacyEn,
  es: privacyEs,
  de: privacyDe,
  fr: spacedFrench(privacyFr),
}

/** Texts of the room for privacy requests; kept apart, for no other page needs them. */
export const privacyTexts = ({ language }: { language: Language }): PrivacyTexts => texts[language]
