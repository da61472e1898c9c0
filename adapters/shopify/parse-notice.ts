import { z } from 'zod'
import type { ParseResult, StoredDelivery, TillEvent } from '../../src/ports/till.ts'
import { gidNumber } from './exact-id.ts'
import { idField, readBody } from './read-body.ts'
import { triggeredAt } from './triggered-at.ts'

/**
 * The topic header is not signed, so a body must look like its topic: else one captured order or data request could be
 * sent again as `shop/redact`.
 */
const absent = z.undefined('belongs to another topic').optional()

const uninstalledBody = z.object({
  line_items: absent,
  transactions: absent,
  shop_domain: absent,
  email_marketing_consent: absent,
})

const scopesBody = z.object({ current: z.array(z.string().max(100)).max(500) })

const privacyBody = z.object({
  shop_domain: z.string().max(255),
  customer: z.object({ id: idField.nullish() }).nullish(),
})
const dataRequestBody = privacyBody.extend({
  orders_requested: z.array(idField).max(100_000).nullish(),
  orders_to_redact: absent,
})
const redactBody = privacyBody.extend({
  orders_to_redact: z.array(idField).max(100_000).nullish(),
  orders_requested: absent,
  data_request: absent,
})
const shopRedactBody = z.object({
  shop_domain: z.string().max(255),
  customer: absent,
  orders_to_redact: absent,
  data_request: absent,
})

const mergeBody = z.object({
  admin_graphql_api_customer_kept_id: z.string().max(100),
  admin_graphql_api_customer_deleted_id: z.string().max(100),
  status: z.string().nullish(),
})

/** `app/uninstalled`: the token is dead already, whatever it says. Comes up to four hours late: the app may be back by then. */
export const parseUninstalled = (body: Buffer, { deliveryId }: StoredDelivery): ParseResult =>
  understood(readBody(uninstalledBody, body), () => ({
    kind: 'till-ended',
    state: 'uninstalled',
    at: triggeredAt(deliveryId),
  }))

/** `app/scopes_update`: comes whenever the merchant gives or takes a permission. */
export const parseScopes = (body: Buffer): ParseResult =>
  understood(readBody(scopesBody, body), ({ current }) => ({ kind: 'scopes-changed', scopes: current }))

/** `customers/data_request`. */
export const parseDataRequest = (body: Buffer): ParseResult =>
  understood(readBody(dataRequestBody, body), (request) => ({
    kind: 'privacy',
    request: 'customer-data',
    ...customerOf(request),
    orderIds: (request.orders_requested ?? []).map(String),
  }))

/** `customers/redact`: comes ten days after the merchant's deletion, or six months after the customer's last order. */
export const parseCustomerRedact = (body: Buffer): ParseResult =>
  understood(readBody(redactBody, body), (request) => ({
    kind: 'privacy',
    request: 'customer-redact',
    ...customerOf(request),
    orderIds: (request.orders_to_redact ?? []).map(String),
  }))

/** `shop/redact`: comes two days after the app was removed. */
export const parseShopRedact = (body: Buffer, { deliveryId }: StoredDelivery): ParseResult =>
  understood(readBody(shopRedactBody, body), () => ({
    kind: 'privacy',
    request: 'shop-redact',
    orderIds: [],
    at: removalBefore(triggeredAt(deliveryId)),
  }))

const twoDaysMs = 48 * 3_600_000

/** When the app was removed, by the time at which the redaction was told. */
const removalBefore = (told: number | undefined): number | undefined =>
  told === undefined ? undefined : told - twoDaysMs

/** `customers/merge`: announced, under way, done or failed; only what is done counts. */
export function parseMerge(body: Buffer): ParseResult {
  return understood(readBody(mergeBody, body), (merge) => {
    const into = gidNumber(merge.admin_graphql_api_customer_kept_id)
    const from = gidNumber(merge.admin_graphql_api_customer_deleted_id)
    if (!into || !from) return 'the merge names no customers'
    if (merge.status?.toLowerCase() !== 'completed')
      return { kind: 'ignored', why: `customer merge is ${merge.status?.slice(0, 40) ?? 'not done'}` }
    return { kind: 'customers-merged', from: [from], into }
  })
}

const customerOf = (request: z.infer<typeof privacyBody>) =>
  request.customer?.id ? { customerId: request.customer.id.toString() } : {}

function understood<T>(
  read: ReturnType<typeof readBody<T>>,
  mean: (value: T) => TillEvent | string,
): ParseResult {
  if (!read.ok) return read
  const event = mean(read.value)
  return typeof event === 'string' ? { ok: false, problem: event } : { ok: true, events: [event] }
}
