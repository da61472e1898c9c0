import { readFileSync } from 'node:fs'
import { buildSchema, GraphQLError, graphql } from 'graphql'
import type { OrderBody } from './shopify-bodies.ts'
import type { RefundBody } from './shopify-refund-body.ts'

const read = (name: string) =>
  readFileSync(new URL(`../fixtures/shopify/${name}.graphql`, import.meta.url), 'utf8')
const schema = buildSchema(`${read('admin-2026-10')}\n${read('admin-2026-10-orders')}`)

/** The part of the Admin API that shows orders and webhook subscriptions. */
export type OrderDesk = {
  /** Permissions of the app; what one is missing for fails the whole call, as at Shopify. */
  readonly scopes: Set<string>
  readonly subscriptions: { id: string; topic: string; uri: string }[]
  /** Whether Shopify has approved the app for e-mail addresses; no scope tells. */
  showsContacts: boolean
  /** Orders or lines on a page, if fewer than asked for. */
  pageSize: number
  answers(operation: string): boolean
  execute(source: string, variables: Record<string, unknown>): Promise<object>
}

const operations = new Set([
  'changedOrders',
  'wholeOrder',
  'wholeRefund',
  'grantedScopes',
  'ownSubscriptions',
  'subscribeWebhook',
])

export function createOrderDesk(orders: ReadonlyMap<number, OrderBody>): OrderDesk {
  const refunds = () => [...orders.values()].flatMap((order) => order.refunds as RefundBody[])
  const desk: OrderDesk = {
    scopes: new Set(['read_orders', 'read_customers', 'read_products', 'read_locations']),
    subscriptions: [],
    showsContacts: true,
    pageSize: 250,
    answers: (operation) => operations.has(operation),
    execute: async (source, variableValues) =>
      JSON.parse(JSON.stringify(await graphql({ schema, source, rootValue, variableValues }))),
  }
  const rootValue = {
    orders: ({ query, after, first }: { query: string; after: string | null; first: number }) =>
      page(matching([...orders.values()], query).map(asHead), first, after, desk.pageSize),
    order: ({ id }: { id: string }) => {
      const order = orders.get(numberOf(id))
      return order ? asOrder(order, desk) : null
    },
    refund: ({ id }: { id: string }) => {
      const refund = refunds().find((each) => each.id === numberOf(id))
      return refund ? asRefund(refund) : null
    },
    currentAppInstallation: () => ({ accessScopes: [...desk.scopes].map((handle) => ({ handle })) }),
    webhookSubscriptions: ({ topics }: { topics: string[] }) => ({
      nodes: desk.subscriptions.filter(({ topic }) => topics.includes(topic)),
    }),
    webhookSubscriptionCreate: (input: { topic: string; webhookSubscription: { uri: string } }) => {
      const { topic, webhookSubscription } = input
      const { uri } = webhookSubscription
      if (desk.subscriptions.some((each) => each.topic === topic && each.uri === uri))
        return { userErrors: [{ field: ['webhookSubscription', 'callbackUrl'], message: taken }] }
      const made = { id: `gid://shopify/WebhookSubscription/${desk.subscriptions.length + 1}`, topic, uri }
      desk.subscriptions.push(made)
      return { webhookSubscription: made, userErrors: [] }
    },
  }
  return desk
}

const taken = 'Address for this topic has already been taken'
const numberOf = (gid: string): number => Number(gid.split('/').at(-1))
const gid = (kind: string, id: number): string => `gid://shopify/${kind}/${id}`

function matching(orders: OrderBody[], query: string): OrderBody[] {
  const bound = (sign: string) => Date.parse(new RegExp(`updated_at:${sign}'([^']+)'`).exec(query)?.[1] ?? '')
  const [from, to] = [bound('>='), bound('<=')]
  const at = ({ updated_at }: OrderBody) => Date.parse(updated_at)
  return orders
    .filter((order) => at(order) >= from && at(order) <= to)
    .sort((a, b) => at(a) - at(b) || a.id - b.id)
}

/** A cursor stands for the thing after which a page begins. */
function page<T extends { id: string }>(all: T[], first: number, after: string | null, most: number) {
  const start = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1
  const nodes = all.slice(start, start + Math.min(first, most))
  return {
    nodes,
    pageInfo: { hasNextPage: start + nodes.length < all.length, endCursor: nodes.at(-1)?.id ?? null },
  }
}

const asHead = (order: OrderBody) => ({
  id: order.admin_graphql_api_id,
  createdAt: order.created_at,
  processedAt: order.processed_at,
  updatedAt: order.updated_at,
})

type Customer = { id: number; email: string; verified_email: boolean }
const denied = { extensions: { code: 'ACCESS_DENIED' } }

type Money = { shop_money: { amount: string; currency_code: string } }
const bag = ({ shop_money }: Money) => ({
  shopMoney: { amount: shop_money.amount, currencyCode: shop_money.currency_code },
})

function asOrder(order: OrderBody, desk: OrderDesk) {
  const allowed = <T>(scope: string, value: T): T => {
    if (desk.scopes.has(scope)) return value
    throw new GraphQLError(`Access denied: ${scope}`, denied)
  }
  const tip = { amount: order.total_tip_received, currency_code: order.currency }
  const customer = 'customer' in order ? (order.customer as Customer | undefined) : undefined
  const contactOf = ({ email }: Customer) => {
    if (desk.showsContacts) return { emailAddress: email }
    throw new GraphQLError('not approved for protected customer data', denied)
  }
  return {
    ...asHead(order),
    name: order.name,
    cancelledAt: order.cancelled_at,
    displayFinancialStatus: order.financial_status.toUpperCase(),
    sourceName: order.source_name,
    currencyCode: order.currency,
    taxesIncluded: order.taxes_included,
    test: order.test,
    discountCodes: order.discount_codes.map(({ code }) => code),
    customAttributes: order.note_attributes.map(({ name, value }) => ({ key: name, value })),
    customer: () =>
      allowed(
        'read_customers',
        customer
          ? {
              id: gid('Customer', customer.id),
              verifiedEmail: customer.verified_email,
              defaultEmailAddress: () => contactOf(customer),
            }
          : null,
      ),
    retailLocation: () =>
      allowed('read_locations', order.location_id ? { id: gid('Location', order.location_id) } : null),
    totalPriceSet: bag(order.total_price_set),
    totalTaxSet: bag(order.total_tax_set),
    totalTipReceivedSet: bag({ shop_money: tip }),
    originalTotalDutiesSet: null,
    originalTotalAdditionalFeesSet: null,
    refunds: (order.refunds as RefundBody[]).map(({ id }) => ({ id: gid('Refund', id) })),
    shippingLines: {
      nodes: order.shipping_lines.map((line) => ({
        isRemoved: line.is_removed,
        originalPriceSet: bag(line.price_set),
        discountedPriceSet: bag(line.discounted_price_set),
        taxLines: line.tax_lines.map((tax) => ({ priceSet: bag(tax.price_set) })),
      })),
    },
    lineItems: ({ first, after }: { first: number; after: string | null }) =>
      page(
        order.line_items.map((line) => asLine(line, allowed)),
        first,
        after,
        desk.pageSize,
      ),
  }
}

function asLine(line: OrderBody['line_items'][number], allowed: <T>(scope: string, value: T) => T) {
  return {
    id: gid('LineItem', line.id),
    title: line.title,
    sku: line.sku,
    quantity: line.quantity,
    currentQuantity: line.current_quantity,
    isGiftCard: line.gift_card,
    requiresShipping: line.requires_shipping,
    customAttributes: line.properties.map(({ name, value }) => ({ key: name, value })),
    product: () =>
      allowed('read_products', {
        id: gid('Product', line.product_id),
        productType: line.product_type ?? '',
      }),
    originalUnitPriceSet: bag(line.price_set),
    discountAllocations: line.discount_allocations.map((part) => ({
      allocatedAmountSet: bag(part.amount_set),
    })),
  }
}

const asRefund = (refund: RefundBody) => ({
  id: refund.admin_graphql_api_id,
  refundLineItems: {
    nodes: refund.refund_line_items.map((line) => ({
      quantity: line.quantity,
      lineItem: { id: gid('LineItem', line.line_item_id) },
      subtotalSet: bag(line.subtotal_set),
      totalTaxSet: bag(line.total_tax_set),
    })),
  },
  transactions: {
    nodes: refund.transactions.map((payment) => ({
      kind: payment.kind.toUpperCase(),
      status: payment.status.toUpperCase(),
      amountSet: bag({ shop_money: { amount: payment.amount, currency_code: payment.currency } }),
    })),
  },
})
