import { type AppError, conflict, notFound } from '../../app-error.ts'
import { speechFor } from '../../messages/messages.ts'
import { refusalWords, type ToldRefusal } from '../../messages/refusal-words.ts'
import { asTimeOrNull } from './fields.ts'

const english = speechFor(undefined, 'en-GB')

/** Refusals that are not of the coupon's own state. */
const words: Record<string, string> = {
  'card-not-active': 'The card is paused, was merged into another or was erased.',
  'reserved-reason': 'This reason is kept for coupons whose stamps were taken back. Say it in other words.',
  'card-needed': 'Many cards share this code: send the card’s serial with it.',
  'no-coupon': 'The card has no open coupon of this kind.',
  several: 'The card has several coupons: send the couponId of one of `choices`.',
  'client-id-reused': 'This clientId was used for another coupon. Use a new one for each redemption.',
  'not-later': 'The new end must lie ahead, and after the end so far.',
  'bad-end': 'The end of the new coupon must lie ahead: send `expiresAt`.',
  'still-open': 'The coupon is still open.',
  replaced: 'Another coupon has taken its place already.',
  'used-after-end': 'A till took its code after it had ended: it was used.',
  'not-earned': 'The stamps it stands for are not on the card any more.',
  'not-self-redeem': 'This coupon is not redeemed by the customer: the shop scans it or takes its code.',
  'bad-confirm': 'The confirmation is unknown or has run out. Begin again without it.',
  'already-undone': 'This was undone already.',
  'too-late': 'Only within five minutes can it be undone.',
  'not-last': 'The counter has done something else since: only its last action can be undone.',
  'coupon-changed': 'The coupon was given back meanwhile.',
  'not-undoable': 'This cannot be undone here.',
  'already-assigned': 'This use was assigned to a card already.',
}

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
  return conflict(code, words[reason] ?? refusalWords(english, refusal), {
    reason,
    redeemedAt: asTimeOrNull(redeemedAt ?? null),
    endedAt: asTimeOrNull(endedAt ?? null),
    location: location ?? null,
    ...(at !== undefined && { at: asTimeOrNull(at) }),
    ...(choices !== undefined && { choices }),
  })
}
