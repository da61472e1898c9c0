import type { CardSignal, CardSignals } from '../../src/ports/card-signals.ts'
import type { Wallet } from '../../src/ports/wallet.ts'

/** It needs no more of a card than that it has changed. */
export type WebCardWallet = Wallet & { publish(card: CardSignal): Promise<{ told: number }> }

/**
 * The web card as a wallet: pages that are open hear of the change, in whichever process they are held, and fetch the
 * card anew. Nobody counts them, so `told` is 0; a page that is not open fetches the card when it opens.
 */
export function createWebCardWallet({ signals }: { signals: CardSignals }): WebCardWallet {
  return {
    kind: 'web',
    async publish({ cardId, revision }) {
      signals.send({ cardId, revision })
      return { told: 0 }
    },
    close: () => signals.close(),
  }
}
