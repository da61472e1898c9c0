import type { PassCards } from '../ports/pass-cards.ts'
import type { Wallet } from '../ports/wallet.ts'
import type { EffectHandler } from './work-outbox.ts'

export type PushPassDeps = {
  cards: Pick<PassCards, 'face'>
  wallets: Wallet[]
}

/** Tells every wallet that holds the card. What is sent is the card as it is now, however old the request. */
export function pushPassWith(deps: PushPassDeps): EffectHandler {
  return async (row) => {
    const face = await deps.cards.face(row.merchantId, row.key)
    if (!face) return { detail: null }
    let told = 0
    for (const wallet of deps.wallets) told += (await wallet.publish(face)).told
    return { detail: told === 0 ? null : `told ${told}` }
  }
}
