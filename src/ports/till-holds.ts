import type { Key } from './keys.ts'

/** Why a till is not called at the moment. */
export type TillHold = {
  tillId: string
  tillName: string
  reason: 'down' | 'throttled'
  since: number
  until: number
  failures: number
  lastError: string
}

/**
 * Tills that are not to be called for a while, known to all processes: a till that is down is asked by one call at a
 * time, at growing distances, however much waits for it.
 */
export type TillHolds = {
  /** A call found the till out of reach. `error`: as `failureNote` has it. `probe`: it was the one that asked, so that the next one waits longer. */
  down(till: Key, error: string, probe: boolean): Promise<void>
  /** The till asked for a pause of so many milliseconds. */
  throttled(till: Key, error: string, pauseMs: number): Promise<void>
  /** The till answered: it is called as before. */
  answered(till: Key): Promise<void>
  /** The call that was to ask had nothing to ask: the next one may, at once. */
  notAsked(till: Key): Promise<void>
}
