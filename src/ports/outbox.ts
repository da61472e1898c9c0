import type { OutboxKind, OutboxRow } from './store.ts'

/** An effect on loan to this process. */
export type LeasedRow = OutboxRow & {
  version: number
  attempts: number
  /** A process died over it: nobody knows what it had done by then. Not told of rows for tills. */
  abandoned?: boolean | undefined
}

/** Work for one till on loan; `probe` when the till was out of reach and this one call asks whether it is back. */
export type TillRow = LeasedRow & {
  probe: boolean
  /** This till takes what waits for it in batches. */
  together: boolean
}

/** Effects owed to the outside. No transaction is held open while one is carried out. */
export type Outbox = {
  /**
   * Due rows of one kind for 15 seconds; they come back by themselves when the lease ends unsettled.
   * @param first which of them, when more are due than `limit`; the oldest unless said otherwise
   */
  lease(kind: OutboxKind, limit: number, first?: 'oldest' | 'newest'): Promise<LeasedRow[]>
  /**
   * As `lease`, for codes to be placed: a few rows of each till at a time, whoever waits longest and however many, and
   * none of a till on hold or one that the merchant has to sign in at again. A till that was down and whose pause is over gives a single row, to one caller alone.
   * @param full tills (`tillOf` a row) that are to be left out
   */
  leaseByTill(query: {
    limit: number
    perTill: number
    /** For tills that take batches. */
    perBatch: number
    full: string[]
  }): Promise<TillRow[]>
  /** Another 15 seconds for rows that are still being worked on. */
  extend(rows: LeasedRow[]): Promise<void>
  /** Done: what changed meanwhile (a higher version) stays due. */
  settle(rows: LeasedRow[]): Promise<void>
  /** Another try at `retryAt`. */
  postpone(row: LeasedRow, retryAt: number, error: string): Promise<void>
  /** For the record: every call to a till or wallet, redacted. */
  recordAttempt(row: OutboxRow, ok: boolean, detail: string | null): Promise<void>
}

/** What the relay asks again and again, so that a lost hint loses nothing. */
export type PendingWork = {
  /** Jobs that have something to do right now. */
  due(): Promise<{ inbox: boolean; outbox: OutboxKind[]; coupons: boolean; searches: boolean }>
}
