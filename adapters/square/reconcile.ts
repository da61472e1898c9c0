import type { SquareClient } from 'square'
import * as z from 'zod'
import { ProviderError } from '../../src/ports/provider-error.ts'
import type { FoundOrder, OrderSpan, TillClient } from '../../src/ports/till.ts'
import { readJson } from './envelope.ts'
import { failureOf, providerError } from './failure.ts'
import { fetchedOrderTopic } from './fetched-order.ts'
import { squareOrder } from './order-body.ts'
import { asOf, isPaid } from './order-sale.ts'

/** Square's own bound on the locations of one search. */
const locationsPerCall = 10
const ordersPerPage = 100

type Options = { square: () => Promise<SquareClient>; clock: () => number }
type Search = Required<Pick<TillClient, 'searches' | 'searchOrders'>>

/**
 * Searches one seller's orders. By when they changed, and by when they were closed as well: a sale made offline keeps
 * the times of its device, and may come among changes that were looked at long ago.
 * https://developer.squareup.com/docs/orders-api/manage-orders/search-orders
 */
export function orderSearch(options: Options): Search {
  let locations: Promise<string[]> | undefined
  const groups = async () => {
    locations ??= listLocations(options)
    const all = await locations
    return Array.from({ length: Math.ceil(all.length / locationsPerCall) }, (_, at) =>
      all.slice(at * locationsPerCall, (at + 1) * locationsPerCall),
    )
  }
  return {
    searches: ['updated', 'closed'],
    async searchOrders(span, cursor) {
      const place = placeOf(cursor)
      const all = await groups()
      const group = place.group === null ? 0 : all.findIndex(([first]) => first === place.group)
      const locationIds = all[Math.max(0, group)]
      if (!locationIds) return { orders: [], cursor: null }
      // Another set of locations than the cursor was made for: they are searched from their beginning.
      const page = await searchPage(options, span, locationIds, group < 0 ? null : place.page)
      const following = all[Math.max(0, group) + 1]?.[0]
      const next = page.cursor !== null ? `${locationIds[0]}:${page.cursor}` : following && `${following}:`
      return { orders: page.orders, cursor: next ?? null }
    },
  }
}

/** `{first location of the group}:{Square's own cursor}`. */
function placeOf(cursor: string | null): { group: string | null; page: string | null } {
  if (cursor === null) return { group: null, page: null }
  const cut = cursor.indexOf(':')
  return { group: cursor.slice(0, cut), page: cursor.slice(cut + 1) || null }
}

const locationList = z.object({
  locations: z.array(z.object({ id: z.string().min(1).max(255) })).nullish(),
})

/** Closed ones too: their last sales may still come. In one order, so that the groups stay the same. */
async function listLocations(options: Options): Promise<string[]> {
  const answer = await ask(options, 'list locations', 'v2/locations', undefined)
  const read = locationList.safeParse(answer)
  if (!read.success) throw notUnderstood('the seller’s locations')
  return (read.data.locations ?? []).map(({ id }) => id).sort()
}

const resultPage = z.object({
  orders: z.array(z.looseObject({ id: z.string().min(1).max(255) })).nullish(),
  cursor: z.string().max(5000).nullish(),
})

async function searchPage(
  options: Options,
  { by, from, to }: OrderSpan,
  location_ids: string[],
  cursor: string | null,
): Promise<{ orders: FoundOrder[]; cursor: string | null }> {
  const range = { start_at: new Date(from).toISOString(), end_at: new Date(to).toISOString() }
  const query = {
    filter: {
      date_time_filter: { [`${by}_at`]: range },
      // Only a closed order has a time of closing to be sorted by.
      ...(by === 'closed' && { state_filter: { states: ['COMPLETED', 'CANCELED'] } }),
    },
    sort: { sort_field: by === 'closed' ? 'CLOSED_AT' : 'UPDATED_AT', sort_order: 'ASC' },
  }
  const body = { location_ids, query, limit: ordersPerPage, ...(cursor !== null && { cursor }) }
  const answer = await ask(options, 'search orders', 'v2/orders/search', body)
  const read = resultPage.safeParse(answer)
  if (!read.success) throw notUnderstood('a search for orders')
  return {
    orders: (read.data.orders ?? []).flatMap((order) => foundOrder(order, to)),
    cursor: read.data.cursor || null,
  }
}

/** In the form in which a fetched order comes; one that nobody can read goes along, to be shown as such. */
function foundOrder(order: { id: string }, searchedTo: number): FoundOrder[] {
  const read = squareOrder.safeParse(order)
  const facts = read.success ? read.data : null
  // A sale that is still open and unpaid says nothing yet; when it is paid it has changed again.
  if (facts && facts.state !== 'COMPLETED' && facts.state !== 'CANCELED' && !isPaid(facts)) return []
  const state = facts?.version ?? facts?.updated_at ?? 'unversioned'
  return [
    {
      orderId: order.id,
      asOf: facts ? asOf(facts) : 0,
      placedAt: Date.parse(facts?.created_at ?? facts?.closed_at ?? facts?.updated_at ?? '') || searchedTo,
      delivery: {
        topic: fetchedOrderTopic,
        deliveryId: `${order.id}:${state}`,
        body: Buffer.from(JSON.stringify({ order })),
      },
    },
  ]
}

/** As bytes: the SDK's own reading turns amounts into bigint and renames fields. */
async function ask({ square, clock }: Options, action: string, path: string, body: object | undefined) {
  const client = await square()
  const init = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
  let response: Response
  let text: string
  try {
    response = await client.fetch(path, init)
    text = await response.text()
  } catch (thrown) {
    const failure = failureOf(thrown)
    throw failure ? providerError(action, failure, clock()) : thrown
  }
  if (!response.ok) {
    const failure = { status: response.status, retryAfter: response.headers.get('retry-after') }
    throw providerError(action, failure, clock())
  }
  const json = readJson(Buffer.from(text))
  if (json === undefined) throw notUnderstood(action)
  return json
}

const notUnderstood = (what: string) =>
  new ProviderError('square', `Square’s answer is not understood: ${what}.`, {
    retryable: true,
    reason: 'not-understood',
  })
