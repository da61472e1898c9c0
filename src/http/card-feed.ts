import type { CardRecords } from '../ports/card-records.ts'
import type { CardSignals } from '../ports/card-signals.ts'

type Listener = (revision: number) => void

/** Tells open web cards of their changes. */
export type CardFeed = {
  /**
   * Calls `listener` with the card's revision, first within a second and then whenever it has changed. Returns how to
   * stop, or null when this process watches as many cards as it can, or as many for one address as it may. Of one card
   * only the newest watches go on: a phone that lost its connection leaves old ones behind, and nobody is to take all
   * room with a single card.
   * @param address whose watch it is: all visitors by one Wi-Fi share one
   */
  watch(
    card: { merchantId: string; cardId: string },
    address: string,
    listener: Listener,
    onClose: () => void,
  ): (() => void) | null
  /** Ends every watch by its `onClose`. Idempotent. */
  close(): void
}

type Watch = {
  merchantId: string
  cardId: string
  address: string
  listener: Listener
  onClose: () => void
  told: number
}

type Deps = {
  revisions: CardRecords['revisions']
  /** Saves waiting for the next question; without them a change is seen within `intervalMs`. */
  signals?: Pick<CardSignals, 'listen'>
  onError(error: unknown): void
  intervalMs?: number
  mostWatches?: number
  mostPerCard?: number
  mostPerAddress?: number
}

/**
 * One query per second for all watched cards of the process together, and none while nobody watches; signals of other
 * processes come before it.
 */
export function createCardFeed({
  revisions,
  signals,
  onError,
  intervalMs = 1000,
  mostWatches = 10_000,
  mostPerCard = 20,
  mostPerAddress = 200,
}: Deps): CardFeed {
  const watches = new Set<Watch>()
  const byCard = new Map<string, Set<Watch>>()
  const ofAddress = new Map<string, number>()
  let stopListening: (() => void) | undefined
  let timer: NodeJS.Timeout | null = null
  let closed = false

  const ask = async () => {
    // Several tabs may show one card.
    const cards = [...new Map([...watches].map((each) => [each.cardId, each])).values()]
    const found = await revisions(cards)
    for (const watch of watches) tell(watch, found.get(watch.cardId))
  }
  // What was told may be newer than what a query saw that began before it.
  const tell = (watch: Watch, revision: number | undefined) => {
    if (revision === undefined || revision <= watch.told) return
    watch.told = revision
    watch.listener(revision)
  }
  const forget = (watch: Watch) => {
    if (!watches.delete(watch)) return
    const same = byCard.get(watch.cardId)
    same?.delete(watch)
    if (same?.size === 0) byCard.delete(watch.cardId)
    const left = (ofAddress.get(watch.address) ?? 0) - 1
    if (left > 0) ofAddress.set(watch.address, left)
    else ofAddress.delete(watch.address)
  }
  const schedule = (delay: number) => {
    timer = setTimeout(async () => {
      await ask().catch(onError)
      timer = null
      if (watches.size > 0 && !closed) schedule(intervalMs)
    }, delay)
  }
  return {
    watch(card, address, listener, onClose) {
      if (closed) return null
      const mine = ofAddress.get(address) ?? 0
      // Refused before anybody else's watch of the card ends for it.
      if (mine >= mostPerAddress) return null
      const same = byCard.get(card.cardId) ?? new Set()
      const [oldest] = same
      if (oldest && same.size >= mostPerCard) {
        forget(oldest)
        oldest.onClose()
      }
      if (watches.size >= mostWatches) return null
      const watch = { ...card, address, listener, onClose, told: -1 }
      watches.add(watch)
      byCard.set(card.cardId, same.add(watch))
      ofAddress.set(address, (ofAddress.get(address) ?? 0) + 1)
      stopListening ??= signals?.listen(({ cardId, revision }) => {
        for (const each of byCard.get(cardId) ?? []) tell(each, revision)
      })
      if (!timer) schedule(0)
      return () => forget(watch)
    },
    close() {
      closed = true
      if (timer) clearTimeout(timer)
      stopListening?.()
      for (const watch of watches) watch.onClose()
      watches.clear()
      byCard.clear()
      ofAddress.clear()
    },
  }
}
