import type { Key } from './keys.ts'
import type { OrderSpan, Provider } from './till.ts'

/** A search under way: what is left of it, and where the first of that stands. */
export type SearchProgress = {
  /** Up to here everything will have been looked at when nothing is left. */
  until: number
  /** It goes back over the last days, for sales that tills tell late. */
  sweep: boolean
  spans: OrderSpan[]
  cursor: string | null
}

/** A till that this process alone may search until the lease ends. */
export type SearchLease = {
  till: Key
  provider: Provider
  runner: string
  ordersSince: number
  reconciledUntil: number
  sweptAt: number | null
  progress: SearchProgress | null
  failures: number
  /** Codes stand in the till: a sale that uses one may come without a webhook. */
  hasCodes: boolean
  hooksCheckedAt: number | null
  hooksNote: HooksNote | null
}

/** What is amiss with a till's webhooks: orders come without any, and they were subscribed again or could not be. */
export type HooksNote = 'silent' | 'subscribed' | 'not-https'

/** What a page brought: added to the till's figures. */
export type PageFigures = { lastOrderAt: number | null; missed: number }

/** How a till's orders are being kept up with, for people. */
export type ReconciliationState = {
  tillId: string
  reconciledUntil: number
  lastRunAt: number | null
  lastOrderAt: number | null
  failures: number
  lastError: string | null
  missed: number
  lastMissedAt: number | null
  hooksNote: HooksNote | null
}

/**
 * How far each till was searched. A lease is a row, not a transaction; whatever a process does after it lost its lease
 * changes nothing here, and what it put into the inbox is there once.
 */
export type Reconciliations = {
  /** The till that waited longest, for a minute; null when none is due. */
  lease(): Promise<SearchLease | null>
  /** Another minute. False when the lease went to another. */
  keep(lease: SearchLease): Promise<boolean>
  /** A page was taken in; the next process goes on after it. False when the lease went to another. */
  advance(lease: SearchLease, progress: SearchProgress, figures: PageFigures): Promise<boolean>
  /** Ends the lease with work left: others have their turn first. */
  pause(lease: SearchLease, nextAt: number): Promise<void>
  /** Everything until `progress.until` was looked at. */
  finish(lease: SearchLease, progress: SearchProgress, nextAt: number): Promise<void>
  /** The till could not be searched; the search goes on from `progress` at `nextAt`. */
  fail(lease: SearchLease, progress: SearchProgress | null, error: string, nextAt: number): Promise<void>
  /** The till has no search: it is not asked again until it is connected again. */
  rest(lease: SearchLease): Promise<void>
  /** States that are known of these orders: the time of the newest, 0 where it has none. */
  known(till: Key, orderIds: string[]): Promise<Map<string, number>>
  /** Whether a webhook of the till came since then. */
  heardSince(till: Key, since: number): Promise<boolean>
  /** When an order was last found whose webhook never came. */
  lastMissedAt(till: Key): Promise<number | null>
  /** Orders since then count as well, though the till was connected later. Idempotent. */
  lookBack(till: Key, since: number): Promise<void>
  noteHooks(lease: SearchLease, note: HooksNote | null): Promise<void>
  states(merchantId: string, tillIds: string[]): Promise<ReconciliationState[]>
}
