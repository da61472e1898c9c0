import type { ClaimResult } from '../../app/redeem-claim.ts'
import type { Speech } from '../../messages/messages.ts'
import type { Answer } from '../../pages/claim-page.ts'
import type { ClaimView } from '../../ports/claims.ts'

/** What there is to say of a claim before it is tried; null while it may be taken up. */
export function takenAnswer(
  { texts: { claim: words } }: Speech,
  claim: ClaimView,
  mine: boolean,
  now: number,
): Answer | null {
  if (claim.claimedAt !== null)
    return {
      tone: mine ? 'yes' : 'no',
      title: mine ? words.mine : words.taken,
      hint: mine ? words.stampedHint : words.takenHint,
      counted: { at: claim.claimedAt, place: claim.place },
    }
  if (claim.expiresAt !== null && claim.expiresAt <= now)
    return { tone: 'no', title: words.expired, hint: words.expiredHint }
  return null
}

/** What came of a claim, in plain words. */
export function claimAnswer(
  { texts, tag }: Speech,
  result: ClaimResult,
  { timeZone, by }: { timeZone: string; by: 'code' | 'order' },
): Answer {
  const words = texts.claim
  const no = (title: string, hint: string): Answer => ({ tone: 'no', title, hint })
  if (result.ok)
    switch (result.outcome) {
      case 'stamped':
        return { tone: 'yes', title: words.stamped(texts.stamps(result.stamps)), hint: words.stampedHint }
      case 'waiting':
        return { tone: 'yes', title: words.waiting, hint: words.waitingHint }
      case 'no-stamp':
        return no(words.noStamp, words.noStampHint)
      case 'already-counted':
        return result.mine
          ? { tone: 'yes', title: words.mine, hint: words.stampedHint, counted: result.counted }
          : { ...no(words.taken, words.takenHint), counted: result.counted }
    }
  switch (result.reason) {
    case 'expired':
      return no(words.expired, words.expiredHint)
    case 'unknown-claim':
      return no(words.unknown, by === 'code' ? words.unknownHint : words.unknownOrder)
    case 'unknown-card':
    case 'card-not-active':
      return no(words.notActive, words.notActiveHint)
    case 'too-many-attempts': {
      const time = new Intl.DateTimeFormat(tag, { timeStyle: 'short', timeZone }).format(result.until)
      return no(words.tooMany, words.tooManyHint(time))
    }
  }
}
