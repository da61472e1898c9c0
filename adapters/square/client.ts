import type { SquareClient } from 'square'
import * as z from 'zod'
import { ProviderError } from '../../src/ports/provider-error.ts'
import type { TillClient, TillCredentials } from '../../src/ports/till.ts'
import { checkDiscounts } from './check-discounts.ts'
import { failureOf, providerError } from './failure.ts'
import { fetchedOrderTopic } from './fetched-order.ts'
import { orderSearch } from './reconcile.ts'
import { squareSdk } from './sdk.ts'
import type { SellerWriter } from './seller-writer.ts'

export type SquareConnection = {
  credentials: Extract<TillCredentials, { provider: 'square' }>
  /** Where the API is, without `/v2`. */
  apiUrl: string
  writer: SellerWriter
  /** Milliseconds since 1970; for `Retry-After` given as a date. */
  clock: () => number
  timeoutMs: number
}

/** Calls to Square for one seller; the SDK is loaded by the first of them. */
export function createSquareClient(connection: SquareConnection): TillClient {
  const { credentials, writer, clock } = connection
  let connected: Promise<SquareClient> | undefined
  const square = () => {
    connected ??= squareSdk(credentials.accessToken, connection)
    return connected
  }
  const attempt = async <T>(action: string, call: () => Promise<T>): Promise<T> => {
    try {
      return await call()
    } catch (thrown) {
      const failure = failureOf(thrown)
      throw failure ? providerError(action, failure, clock()) : thrown
    }
  }
  const seller = { token: credentials.accessToken, till: credentials.standing?.till, square }
  return {
    placeCode: (code) => attempt('make a discount', () => writer.place(credentials.merchantId, seller, code)),
    removeCode: ({ externalId }) =>
      attempt('delete a discount', () => writer.remove(credentials.merchantId, seller, externalId)),
    checkCodes: (codes) => attempt('show discounts', async () => checkDiscounts(await square(), codes)),
    fetchOrder: (orderId) =>
      attempt('show an order', async () => fetchOrder(await square(), orderId, clock())),
    ...orderSearch({ square, clock }),
  }
}

const stateOf = z.object({
  order: z.object({ version: z.number().nullish(), updated_at: z.string().nullish() }),
})

/** The answer's bytes as Square wrote them: the SDK's own reading turns amounts into bigint and renames fields. */
async function fetchOrder(client: SquareClient, orderId: string, now: number) {
  const response = await client.fetch(`v2/orders/${encodeURIComponent(orderId)}`)
  if (!response.ok) {
    await response.body?.cancel()
    const error = providerError(
      'show an order',
      { status: response.status, retryAfter: response.headers.get('retry-after') },
      now,
    )
    // A webhook can be ahead of the order it speaks of.
    if (response.status === 404)
      throw new ProviderError('square', error.message, { retryable: true, retryAfterMs: 5_000 })
    throw error
  }
  const body = Buffer.from(await response.arrayBuffer())
  const state = readState(body)
  return { topic: fetchedOrderTopic, deliveryId: `${orderId}:${state}`, body }
}

/** The same state of an order is the same delivery, however often it is fetched. */
function readState(body: Buffer): string {
  let json: unknown
  try {
    json = JSON.parse(body.toString('utf8'))
  } catch (cause) {
    throw new ProviderError('square', 'Square’s answer for an order is not JSON.', { retryable: true, cause })
  }
  const { data } = stateOf.safeParse(json)
  return String(data?.order.version ?? data?.order.updated_at ?? 'unversioned')
}
