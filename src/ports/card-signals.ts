/** A card has changed. */
export type CardSignal = { cardId: string; revision: number }

/**
 * Says from any process to all of them that cards have changed, for pages that are open just now. Signals may be lost,
 * late or repeated: whoever listens asks the database now and then as well.
 */
export type CardSignals = {
  /** Never waits and never fails. */
  send(signal: CardSignal): void
  /** Hears signals of every process, this one included. Returns how to stop. */
  listen(listener: (signal: CardSignal) => void): () => void
  /** Idempotent. */
  close(): Promise<void>
}
