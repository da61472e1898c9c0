import { z } from 'zod'
import type { AdminDocument } from './documents.ts'
import { gidNumber } from './exact-id.ts'

const gid = z.string().max(200)
const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().max(2000).nullish() })
const time = z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'not a time')

const orderHead = z.object({
  id: gid.refine((id) => gidNumber(id) !== null),
  createdAt: time,
  processedAt: time.nullish(),
  updatedAt: time,
})
export type OrderHead = z.infer<typeof orderHead>

/** Heads alone: nearly every order that changed is known by its webhook. */
export const searchOrders: AdminDocument<{
  orders: { nodes: OrderHead[]; pageInfo: z.infer<typeof pageInfo> }
}> = {
  name: 'changedOrders',
  cost: 110,
  text: `query changedOrders($query: String!, $after: String) {
  orders(first: 100, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes { id createdAt processedAt updatedAt }
    pageInfo { hasNextPage endCursor }
  }
}`,
  answer: z.object({ orders: z.object({ nodes: z.array(orderHead).max(250), pageInfo }) }),
}

/** https://shopify.dev/docs/api/admin-graphql/2026-10/queries/currentAppInstallation */
export const grantedScopes: AdminDocument<{
  currentAppInstallation: { accessScopes: { handle: string }[] }
}> = {
  name: 'grantedScopes',
  text: 'query grantedScopes { currentAppInstallation { accessScopes { handle } } }',
  answer: z.object({
    currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }),
  }),
}

const money = 'shopMoney { amount currencyCode }'

/** What an order has in no webhook's shape; it is brought into that by `reconciled-order.ts` and read there. */
export type RawOrder = Record<string, unknown> & {
  lineItems: { nodes: Record<string, unknown>[]; pageInfo: z.infer<typeof pageInfo> }
  refunds: { id: string }[]
}

const rawOrder = z.looseObject({
  lineItems: z.object({ nodes: z.array(z.looseObject({})), pageInfo }),
  refunds: z.array(z.object({ id: gid })),
})

/**
 * Each of customer, place and product needs a permission of its own, and the e-mail a review of the app by Shopify;
 * asking for one that was not given fails the whole call. https://shopify.dev/docs/api/admin-graphql/2026-10/queries/order
 */
export const readOrder: AdminDocument<{ order?: RawOrder | null | undefined }> = {
  name: 'wholeOrder',
  cost: 700,
  text: `query wholeOrder(
  $id: ID!, $after: String, $customer: Boolean!, $contact: Boolean!, $place: Boolean!, $product: Boolean!
) {
  order(id: $id) {
    id name createdAt processedAt updatedAt cancelledAt displayFinancialStatus sourceName currencyCode taxesIncluded test
    discountCodes
    customAttributes { key value }
    customer @include(if: $customer) { id verifiedEmail defaultEmailAddress @include(if: $contact) { emailAddress } }
    retailLocation @include(if: $place) { id }
    totalPriceSet { ${money} }
    totalTaxSet { ${money} }
    totalTipReceivedSet { ${money} }
    originalTotalDutiesSet { ${money} }
    originalTotalAdditionalFeesSet { ${money} }
    refunds(first: 50) { id }
    shippingLines(first: 10, includeRemovals: true) {
      nodes {
        isRemoved
        originalPriceSet { ${money} }
        discountedPriceSet { ${money} }
        taxLines { priceSet { ${money} } }
      }
    }
    lineItems(first: 50, after: $after) {
      nodes {
        id title sku quantity currentQuantity isGiftCard requiresShipping
        customAttributes { key value }
        product @include(if: $product) { id productType }
        originalUnitPriceSet { ${money} }
        discountAllocations { allocatedAmountSet { ${money} } }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}`,
  answer: z.object({ order: rawOrder.nullish() }) as z.ZodType<{ order?: RawOrder | null | undefined }>,
}

export type RawRefund = Record<string, unknown>

/** https://shopify.dev/docs/api/admin-graphql/2026-10/queries/refund */
export const readRefund: AdminDocument<{ refund?: RawRefund | null | undefined }> = {
  name: 'wholeRefund',
  cost: 500,
  text: `query wholeRefund($id: ID!) {
  refund(id: $id) {
    id
    refundLineItems(first: 100) {
      nodes {
        quantity
        lineItem { id }
        subtotalSet { ${money} }
        totalTaxSet { ${money} }
      }
    }
    transactions(first: 20) { nodes { kind status amountSet { ${money} } } }
  }
}`,
  answer: z.object({ refund: z.looseObject({}).nullish() }),
}

const subscription = z.object({ topic: z.string().max(100), uri: z.string().max(2000) })

/** https://shopify.dev/docs/api/admin-graphql/2026-10/queries/webhookSubscriptions */
export const listSubscriptions: AdminDocument<{
  webhookSubscriptions: { nodes: z.infer<typeof subscription>[] }
}> = {
  name: 'ownSubscriptions',
  cost: 110,
  text: `query ownSubscriptions($topics: [WebhookSubscriptionTopic!]) {
  webhookSubscriptions(first: 100, topics: $topics) { nodes { topic uri } }
}`,
  answer: z.object({ webhookSubscriptions: z.object({ nodes: z.array(subscription) }) }),
}

/** https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/webhookSubscriptionCreate */
export const subscribe: AdminDocument<{
  webhookSubscriptionCreate: { userErrors: { message: string }[] }
}> = {
  name: 'subscribeWebhook',
  text: `mutation subscribeWebhook($topic: WebhookSubscriptionTopic!, $uri: String!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: { uri: $uri, format: JSON }) {
    webhookSubscription { id }
    userErrors { field message }
  }
}`,
  answer: z.object({
    webhookSubscriptionCreate: z.object({ userErrors: z.array(z.object({ message: z.string() })) }),
  }),
}
