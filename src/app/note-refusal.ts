import type { RefusalKind, RefusalNote } from '../ports/refusals.ts'
import type { CardTransaction } from '../ports/store.ts'
import type { CardChangeDeps } from './open-card.ts'

type Refused = {
  reason: string
  redeemedAt?: number | undefined
  endedAt?: number | undefined
  location?: string | undefined
  at?: number | undefined
}
type About = {
  merchantId: string
  cardId: string
  kind: RefusalKind
  channel: string
  coupon?: { id: string; reward: { title: string } } | null | undefined
}

/** Writes a refusal where merchant, staff and customer can read of it later, in the transaction that refused. */
export function noteRefusal(
  deps: Pick<CardChangeDeps, 'clock' | 'newId'>,
  tx: Pick<CardTransaction, 'refusals'>,
  { coupon, ...about }: About,
  { reason, redeemedAt, endedAt, location, at: then }: Refused,
): Promise<void> {
  const now = deps.clock()
  const at = redeemedAt ?? endedAt ?? then
  const figures: RefusalNote['figures'] = {
    ...(coupon && { title: coupon.reward.title }),
    ...(at !== undefined && { at }),
    ...(location !== undefined && { place: location }),
  }
  return tx.refusals.note({
    ...about,
    reason,
    subject: coupon?.id ?? '',
    figures,
    id: deps.newId(now),
    at: now,
  })
}
