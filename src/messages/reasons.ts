import type { Figures } from '../domain/trace.ts'

/** Reasons that are said in one whole sentence. Those of a coupon's own state have when and where: refusal-words.ts. */
export type Reason =
  | 'card-not-active'
  | 'reserved-reason'
  | 'card-needed'
  | 'no-coupon'
  | 'several'
  | 'client-id-reused'
  | 'not-later'
  | 'bad-end'
  | 'still-open'
  | 'replaced'
  | 'used-after-end'
  | 'not-earned'
  | 'not-self-redeem'
  | 'bad-confirm'
  | 'already-undone'
  | 'too-late'
  | 'not-last'
  | 'coupon-changed'
  | 'not-undoable'
  | 'already-assigned'
  | 'claim-expired'
  | 'unknown-claim'
  | 'too-many-attempts'
  | 'not-joined'
  | 'below-zero'
  | 'till-reports'

export type ReasonTexts = {
  said: Record<Reason, string>
  /** A purchase that somebody else has; `when` and `where` bring their own blanks. */
  counted: (when: string, where: string) => string
  otherwise: string
  /** What was refused. */
  what: Record<'redemption' | 'scan' | 'claim' | 'undo', string>
  refused: string
  times: (count: string) => string
}

/** The sentence of a reason; undefined for one that these texts do not know. */
export const reasonSaid = (texts: ReasonTexts, reason: string): string | undefined =>
  Object.hasOwn(texts.said, reason) ? texts.said[reason as Reason] : undefined

/**
 * A refusal as a trace tells it: what was refused, why, and how often it was asked.
 * @param coupon words for the states of a coupon
 */
export function refusedText(
  texts: ReasonTexts,
  coupon: (when: string, where: string) => Record<string, string>,
  { when, where }: { when: string; where: string },
  figures: Figures,
): string {
  const { what, reason, times, title } = figures
  const own = coupon(when, where)
  const name = String(reason)
  const ofCoupon = Object.hasOwn(own, name) ? own[name] : undefined
  const sentence =
    reasonSaid(texts, name) ??
    (ofCoupon && `${ofCoupon.charAt(0).toUpperCase()}${ofCoupon.slice(1)}.`) ??
    (name === 'already-counted' ? texts.counted(when, where) : texts.otherwise)
  const subject = texts.what[String(what) as keyof ReasonTexts['what']] ?? texts.refused
  const often = String(times) === '1' || times === undefined ? '' : texts.times(String(times))
  return `${subject}${title === undefined ? '' : ` (${title})`}: ${sentence}${often}`
}
