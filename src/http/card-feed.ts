import type { CardRecords } from '../ports/card-records.ts'

type Listener = (revision: number) => void

/** Tells open web cards of their changes. */
export type CardFeed = {
  /**
   * Calls `listener` with the card's revision, first within a second and then whenever it has changed. Returns how to
   * stop, or null when this process watches as many cards as it can.
   */
  watch(
    card: { merchantId: string; cardId: string },
    listener: Listener,
    onClose: () => void,
  ): (() => void) | null
  /** Ends every watch by its `onClose`. Idempotent. */
  close(): void
}

type Watch = { merchantId: string; cardId: string; listener: Listener; onClose: () => void; told: number }

type Deps = {
  revisions: CardRecords['revisions']
  onError(error: unknown): void
  intervalMs?: number
  mostWatches?: number
}

/** One query per second for all watched cards of the process together, and none while nobody watches. */
export function createCardFeed({
  revisions,
  onError,
  intervalMs = 1000,
  mostWatches = 10_000,
}: Deps): CardFeed {
  const watches = new Set<Watch>()
  let timer: NodeJS.Timeout | null = null
  let closed = false

  const ask = async () => {
    // Several tabs may show one card.
    const cards = [...new Map([...watches].map((each) => [each.cardId, each])).values()]
    const found = await revisions(cards)
    for (const watch of watches) {
      const revision = found.get(watch.cardId)
      if (revision === undefined || revision === watch.told) continue
      watch.told = revision
      watch.listener(revision)
    }
  }
  const schedule = (delay: number) => {
    timer = setTimeout(async () => {
      await ask().catch(onError)
      timer = null
      if (watches.size > 0 && !closed) schedule(intervalMs)
    }, delay)
  }
  return {
    watch(card, listener, onClose) {
      if (closed || watches.size >= mostWatches) return null
      const watch = { ...card, listener, onClose, told: -1 }
      watches.add(watch)
      if (!timer) schedule(0)
      return () => watches.delete(watch)
    },
    close() {
      closed = true
      if (timer) clearTimeout(timer)
      for (const watch of watches) watch.onClose()
      watches.clear()
    },
  }
}
