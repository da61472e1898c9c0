import { ProviderError } from '../../src/ports/provider-error.ts'
import type { FoundOrder, OrderSpan, TillClient, WebhookCheck } from '../../src/ports/till.ts'
import type { AdminApi } from './admin-api.ts'
import { gidNumber } from './exact-id.ts'
import {
  grantedScopes,
  listSubscriptions,
  type OrderHead,
  type RawOrder,
  type RawRefund,
  readOrder,
  readRefund,
  searchOrders,
  subscribe,
} from './reconcile-documents.ts'
import { asWebhookBody, foundChangesTopic, foundOrderTopic } from './reconciled-order.ts'

/** What webhooks are needed for; those of Shopify's review come with the app's own listing and cannot be subscribed here. */
const topics = [
  'ORDERS_CREATE',
  'ORDERS_PAID',
  'ORDERS_UPDATED',
  'ORDERS_CANCELLED',
  'REFUNDS_CREATE',
  'APP_UNINSTALLED',
] as const

type Search = Required<Pick<TillClient, 'searches' | 'searchOrders' | 'readOrder' | 'checkWebhooks'>>

/** Searches one shop's orders by when they changed. Shopify shows those of the last 60 days. */
export function orderSearch(api: AdminApi): Search {
  let allowed: Promise<Allowed> | undefined
  return {
    searches: ['updated'],
    async searchOrders(span, cursor) {
      const { orders } = await api.call(searchOrders, { query: queryOf(span), after: cursor })
      const { hasNextPage, endCursor } = orders.pageInfo
      return { orders: orders.nodes.map(foundOrder), cursor: hasNextPage ? (endCursor ?? null) : null }
    },
    async readOrder(orderId, known) {
      allowed ??= readAllowed(api)
      return wholeOrder(api, `gid://shopify/Order/${orderId}`, await allowed, known)
    },
    checkWebhooks: (address, mend) => checkWebhooks(api, address, mend),
  }
}

const queryOf = ({ from, to }: OrderSpan): string => {
  const text = (at: number) => `'${new Date(at).toISOString()}'`
  return `updated_at:>=${text(from)} AND updated_at:<=${text(to)}`
}

const foundOrder = ({ id, createdAt, processedAt, updatedAt }: OrderHead): FoundOrder => ({
  orderId: gidNumber(id) ?? id,
  asOf: Date.parse(updatedAt),
  placedAt: Date.parse(processedAt ?? createdAt),
  delivery: null,
})

/** What may be asked of an order. No scope tells whether e-mail addresses may be read: that is found out. */
type Allowed = { customer: boolean; contact: boolean; place: boolean; product: boolean }

async function readAllowed(api: AdminApi): Promise<Allowed> {
  const { currentAppInstallation } = await api.call(grantedScopes, {})
  const scopes = new Set(currentAppInstallation.accessScopes.map(({ handle }) => handle))
  // A permission to write holds the one to read, and may stand alone.
  const mayRead = (what: string) => scopes.has(`read_${what}`) || scopes.has(`write_${what}`)
  const customer = mayRead('customers')
  return {
    ...{ customer, contact: customer },
    place: mayRead('locations'),
    product: mayRead('products'),
  }
}

async function wholeOrder(api: AdminApi, id: string, allowed: Allowed, known: boolean) {
  const order = await allLines(api, { id, ...allowed }).catch((error: unknown) => {
    if (!allowed.contact || !(error instanceof ProviderError) || error.retryable) throw error
    allowed.contact = false
    return allLines(api, { id, ...allowed })
  })
  if (!order) return null
  const refunds: RawRefund[] = []
  for (const { id: refundId } of order.refunds) {
    const { refund } = await api.call(readRefund, { id: refundId })
    if (refund) refunds.push(refund)
  }
  // What may not be read would be taken for gone, and stamps with it.
  const partial = known && !(allowed.customer && allowed.place && allowed.product)
  return {
    topic: partial ? foundChangesTopic : foundOrderTopic,
    deliveryId: `${gidNumber(id)}:${order.updatedAt}`,
    body: Buffer.from(JSON.stringify(asWebhookBody(order, refunds))),
  }
}

/** Null when the order was deleted meanwhile. */
async function allLines(api: AdminApi, variables: Record<string, unknown>): Promise<RawOrder | null> {
  const { order } = await api.call(readOrder, { ...variables, after: null })
  let more = order?.lineItems.pageInfo
  while (order && more?.hasNextPage && more.endCursor) {
    const next = (await api.call(readOrder, { ...variables, after: more.endCursor })).order
    if (!next) return null
    order.lineItems.nodes.push(...next.lineItems.nodes)
    more = next.lineItems.pageInfo
  }
  return order ?? null
}

/** Only the subscriptions that this app made at this shop are listed; those of its listing are not. */
async function checkWebhooks(api: AdminApi, address: string, mend: boolean): Promise<WebhookCheck> {
  const { webhookSubscriptions } = await api.call(listSubscriptions, { topics })
  const here = new Set(
    webhookSubscriptions.nodes.flatMap((each) => (each.uri === address ? [each.topic] : [])),
  )
  const missing = topics.filter((topic) => !here.has(topic))
  // Some of a set were dropped by Shopify: the rest is no evidence of a set in the app's listing.
  const dropped = here.size > 0 && missing.length > 0
  const made: string[] = []
  if (mend || dropped)
    for (const topic of missing) {
      const { webhookSubscriptionCreate: answer } = await api.call(subscribe, { topic, uri: address })
      // "Address for this topic has already been taken" is what was wanted, by another process.
      if (answer.userErrors.length === 0) made.push(topic)
    }
  return { missing, made }
}
