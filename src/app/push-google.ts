import { againOf, lateMs } from '../domain/late-calls.ts'
import type { PassCards } from '../ports/pass-cards.ts'
import { ProviderError } from '../ports/provider-error.ts'
import type { GoogleRecords, SendingWallet } from '../ports/wallet.ts'
import type { EffectHandler } from './work-outbox.ts'

export type PushGoogleDeps = {
  cards: Pick<PassCards, 'face'>
  wallet: Pick<SendingWallet, 'publish' | 'publishAgain'>
  records: Pick<GoogleRecords, 'doubtObject'>
}

/**
 * Sends Google Wallet the card as it is now, however old the request. A call without a clear answer may be carried out
 * after its repetition, and Google takes no version that would refuse it: so the card is sent once more a minute later.
 */
export function pushGoogleWith({ cards, wallet, records }: PushGoogleDeps): EffectHandler {
  return async (row) => {
    const { cardId, again } = againOf(row.key)
    const face = await cards.face(row.merchantId, cardId)
    if (!face) return { detail: null }
    // What a process had under way when it died may still be carried out.
    if (row.abandoned) await records.doubtObject(row.merchantId, cardId, { late: true })
    const sent = again
      ? wallet.publishAgain(face, again).catch((error: unknown) => Promise.reject(later(error, row.attempts)))
      : wallet.publish(face)
    const { told } = await sent
    return { detail: told === 0 ? null : `told ${told}` }
  }
}

const mostDoublings = 4

/** Sent once more too soon, it would not be the last to arrive. */
function later(error: unknown, attempts: number): unknown {
  if (!(error instanceof ProviderError) || !error.uncertain) return error
  const wait = lateMs * 2 ** Math.min(attempts, mostDoublings)
  return new ProviderError(error.provider, error.message, {
    retryable: true,
    uncertain: true,
    reason: error.reason,
    quote: error.quote,
    retryAfterMs: Math.max(wait, error.retryAfterMs ?? 0),
    cause: error,
  })
}
