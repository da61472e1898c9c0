import { spacedFrench } from '../domain/french-spacing.ts'
import { ownReasonsDe } from './de/own-reasons.ts'
import { ownReasonsEn } from './en/own-reasons.ts'
import { ownReasonsEs } from './es/own-reasons.ts'
import { ownReasonsFr } from './fr/own-reasons.ts'
import type { Language } from './messages.ts'
import type { OwnReason, OwnReasonTexts } from './own-reason-texts.ts'

const texts: Record<Language, OwnReasonTexts> = {
  en: ownReasonsEn,
  es: ownReasonsEs,
  de: ownReasonsDe,
  fr: spacedFrench(ownReasonsFr),
}

/** A reason of the books in the reader's language; what somebody typed stays as it is. */
export const tellReason = ({ language }: { language: Language }, reason: string): string =>
  isOwn(reason) ? texts[language][reason] : reason

const isOwn = (reason: string): reason is OwnReason => Object.hasOwn(ownReasonsEn, reason)
