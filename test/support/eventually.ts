import { vi } from 'vitest'

/** Asks again and again until nothing is thrown any more: for as long as a slow machine with other work may need. */
export const eventually = <T>(look: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(look, { timeout: 40_000, interval: 50 })

/**
 * What has to come within five seconds, for which a till waits, comes by then on a slow machine too: what is held up by
 * no limit of its own takes far longer.
 */
export const promptMs = 10_000
