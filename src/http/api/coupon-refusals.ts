import { AppError, notFound } from '../../app-error.ts'
import { reasonsEn } from '../../messages/en/reasons.ts'
import { speechFor } from '../../messages/messages.ts'
import { reasonSaid } from '../../messages/reasons.ts'
import { refusalWords, type ToldRefusal } from '../../messages/refusal-words.ts'
import { asTimeOrNull } from './fields.ts'

const english = speechFor(undefined, 'en-GB')

type Refused = ToldRefusal & { ok: false; at?: number | undefined; choices?: unknown }

const missing: Record<string, string> = {
  unknown: 'coupon',
  'unknown-card': 'card',
  'unknown-reward': 'reward',
  'unknown-use': 'use of a code',
}

/** A refusal as a problem: why, when and where, in plain words and as members. */
export function refused(refusal: Refused, code = 'coupon-refused', what?: string): AppError {
  const { reason, redeemedAt, endedAt, location, at, choices } = refusal
  const absent = missing[reason]
  if (absent !== undefined) return notFound(what ?? absent)
  const own = reasonSaid(reasonsEn, reason)
  return new AppError({
    code,
    status: 409,
    userText: own ?? refusalWords(english, refusal),
    details: {
      reason,
      redeemedAt: asTimeOrNull(redeemedAt ?? null),
      endedAt: asTimeOrNull(endedAt ?? null),
      location: location ?? null,
      ...(at !== undefined && { at: asTimeOrNull(at) }),
      ...(choices !== undefined && { choices }),
    },
    ...(own === undefined && {
      say: (language) => refusalWords(speechFor(language), refusal),
    }),
  })
}
