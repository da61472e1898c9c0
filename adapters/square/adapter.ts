import type { TillAdapter } from '../../src/ports/till.ts'
import type { TillTurns } from '../../src/ports/till-turns.ts'
import { createSquareClient } from './client.ts'
import { createSquareReader } from './reader.ts'
import { createSellerWriter } from './seller-writer.ts'
import { type SquareApp, squareRenewal } from './sign-in.ts'

export type SquareOptions = {
  /** The notification URL as registered at Square, to the byte. */
  notificationUrl: string
  /** Square's sandbox or a double; production when left out. */
  apiUrl?: string | undefined
  /** Milliseconds since 1970. */
  clock?: (() => number) | undefined
  /** Longest wait for one answer. */
  timeoutMs?: number | undefined
  /** The app's own credentials; without them tokens are not renewed. */
  app?: SquareApp | undefined
  /** Catalog writes of several processes, one after the other. */
  turns?: TillTurns | undefined
}

const production = 'https://connect.squareup.com'

/** Square: webhooks with ids, orders fetched, coupons as discounts of the catalog. */
export function createSquare(options: SquareOptions): TillAdapter {
  const writer = createSellerWriter(options.turns)
  const { notificationUrl, apiUrl = production, clock = Date.now, timeoutMs = 10_000 } = options
  return {
    reader: createSquareReader({ notificationUrl }),
    client: (credentials) =>
      credentials.provider === 'square'
        ? createSquareClient({ credentials, apiUrl, writer, clock, timeoutMs })
        : null,
    renew: options.app && squareRenewal(options.app),
  }
}
