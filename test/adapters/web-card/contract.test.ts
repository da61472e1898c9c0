import { describe } from 'vitest'
import { createWebCardWallet } from '../../../adapters/web-card/wallet.ts'
import type { CardFace } from '../../../src/domain/card-face.ts'
import { createCardFeed } from '../../../src/http/card-feed.ts'
import type { CardSignal } from '../../../src/ports/card-signals.ts'
import { type Shown, walletContract } from '../../contract/wallet.contract.ts'
import { face } from '../google-wallet/face.ts'

/** The page hears of a newer revision and fetches the card anew. It would not ask by itself for an hour. */
async function open(first: CardFace) {
  let current = first
  let page: (Shown & { revision: number }) | null = null
  const listeners = new Set<(signal: CardSignal) => void>()
  const fetchCard = () => {
    page = { stamps: current.stamps, voided: current.voided, revision: current.revision }
  }
  const feed = createCardFeed({
    revisions: async () => new Map([[current.cardId, current.revision]]),
    signals: {
      listen(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    onError: (error) => {
      throw error
    },
    intervalMs: 3_600_000,
  })
  const wallet = createWebCardWallet({
    signals: {
      send(signal) {
        for (const listener of listeners) listener(signal)
      },
      listen: () => () => undefined,
      close: async () => listeners.clear(),
    },
  })
  return {
    wallet,
    change(next: CardFace) {
      current = next
    },
    async save() {
      fetchCard()
      await new Promise<void>((ready) => {
        const { merchantId, cardId } = current
        const hear = (revision: number) => {
          if (page && revision > page.revision) fetchCard()
          ready()
        }
        feed.watch({ merchantId, cardId }, '192.0.2.1', hear, () => undefined)
      })
    },
    shown: () => page && { stamps: page.stamps, voided: page.voided },
    async close() {
      feed.close()
      await wallet.close()
    },
  }
}

describe('the web card as a wallet', () => walletContract(open, face, { hasProvider: false }))
