import type { CardFace } from '../domain/card-face.ts'
import type { PassCards } from '../ports/pass-cards.ts'
import { ProviderError } from '../ports/provider-error.ts'
import type { Wallet } from '../ports/wallet.ts'
import type { EffectHandler } from './work-outbox.ts'

export type PushPassDeps = {
  cards: Pick<PassCards, 'face'>
  wallets: Wallet[]
  /** A wallet with a pace of its own: it is owed the card rather than told here. */
  paced?: {
    holds(merchantId: string, cardId: string): Promise<boolean>
    owe(merchantId: string, cardId: string): Promise<void>
  }
}

/**
 * Tells every wallet that holds the card. What is sent is the card as it is now, however old the request. A wallet that
 * fails keeps no other one from hearing of it; the request comes back for its sake.
 */
export function pushPassWith(deps: PushPassDeps): EffectHandler {
  return async (row) => {
    const face = await deps.cards.face(row.merchantId, row.key)
    if (!face) return { detail: null }
    if (await deps.paced?.holds(row.merchantId, row.key)) await deps.paced?.owe(row.merchantId, row.key)
    const told = await publishTo(deps.wallets, face)
    return { detail: told === 0 ? null : `told ${told}` }
  }
}

async function publishTo(wallets: Wallet[], face: CardFace): Promise<number> {
  const results = await Promise.allSettled(wallets.map((wallet) => wallet.publish(face)))
  const failures = results.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []))
  // One that is worth another try must get it although another one's failure is final.
  const worst = failures.find((each) => !(each instanceof ProviderError) || each.retryable) ?? failures[0]
  if (worst !== undefined) throw worst
  return results.reduce((sum, each) => sum + (each.status === 'fulfilled' ? each.value.told : 0), 0)
}
