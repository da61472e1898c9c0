import type { SquareClient } from 'square'
import * as z from 'zod'
import { ProviderError } from '../../src/ports/provider-error.ts'
import type { CodeToPlace, TillClient, TillCredentials } from '../../src/ports/till.ts'
import { catalogDiscount } from './catalog-discount.ts'
import { failureOf, providerError } from './failure.ts'
import { fetchedOrderTopic } from './fetched-order.ts'
import type { SellerQueue } from './seller-queue.ts'

export type SquareConnection = {
  credentials: Extract<TillCredentials, { provider: 'square' }>
  /** Where the API is, without `/v2`. */
  apiUrl: string
  queue: SellerQueue
  /** Milliseconds since 1970; for `Retry-After` given as a date. */
  clock: () => number
  timeoutMs: number
}

/** Calls to Square for one seller; the SDK is loaded by the first of them. */
export function createSquareClient(connection: SquareConnection): TillClient {
  const { credentials, queue, clock } = connection
  let connected: Promise<SquareClient> | undefined
  const square = () => {
    connected ??= connect(connection)
    return connected
  }
  const attempt = async <T>(action: string, call: (square: SquareClient) => Promise<T>): Promise<T> => {
    try {
      return await call(await square())
    } catch (thrown) {
      const failure = failureOf(thrown)
      throw failure ? providerError(action, failure, clock()) : thrown
    }
  }
  return {
    placeCode: (code) =>
      queue(credentials.merchantId, () => attempt('make a discount', (client) => place(client, code))),
    removeCode: ({ externalId }) =>
      queue(credentials.merchantId, () =>
        attempt('delete a discount', (client) => remove(client, externalId)),
      ),
    fetchOrder: (orderId) => attempt('show an order', (client) => fetchOrder(client, orderId, clock())),
  }
}

/** The SDK takes most of a second to load: a process that never calls Square does not pay for it. */
async function connect({ credentials, apiUrl, timeoutMs }: SquareConnection): Promise<SquareClient> {
  const { SquareClient } = await import('square')
  return new SquareClient({
    token: credentials.accessToken,
    baseUrl: apiUrl,
    // Retrying belongs to the outbox, which survives a restart.
    maxRetries: 0,
    timeoutInSeconds: timeoutMs / 1000,
    // In place of the SDK's own signal, which ends with the headers: a body that stops half-way would hold a worker
    // for ever.
    fetch: (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) }),
  })
}

async function place(client: SquareClient, { couponId, code, reward }: CodeToPlace) {
  const discountData = catalogDiscount(reward, code)
  try {
    const { catalogObject } = await client.catalog.object.upsert({
      idempotencyKey: couponId,
      object: { type: 'DISCOUNT', id: `#${couponId}`, presentAtAllLocations: true, discountData },
    })
    if (catalogObject?.id) return { externalId: catalogObject.id }
  } catch (thrown) {
    // The key was used with another body, e.g. by an older release: the discount may stand under its name.
    if (!failureOf(thrown)?.codes?.includes('IDEMPOTENCY_KEY_REUSED')) throw thrown
    const found = await findByName(client, discountData.name ?? '')
    if (!found) throw thrown
    return { externalId: found }
  }
  throw new ProviderError('square', 'Square made a discount but did not say its id.', { retryable: true })
}

async function findByName(client: SquareClient, name: string): Promise<string | undefined> {
  const { objects } = await client.catalog.search({
    objectTypes: ['DISCOUNT'],
    query: { exactQuery: { attributeName: 'name', attributeValue: name } },
  })
  return objects?.find((object) => object.type === 'DISCOUNT' && object.discountData?.name === name)?.id
}

async function remove(client: SquareClient, objectId: string): Promise<void> {
  try {
    await client.catalog.object.delete({ objectId })
  } catch (thrown) {
    if (failureOf(thrown)?.status !== 404) throw thrown
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
