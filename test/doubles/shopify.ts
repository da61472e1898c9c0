import { createHmac, randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { DiscountShelf, DoubleDiscount } from './shopify-admin.ts'
import { createDiscountShelf } from './shopify-admin.ts'
import type { OrderBody, SaleInput, ShopMoney } from './shopify-bodies.ts'
import type { Announcement } from './shopify-counter.ts'
import { createCounter } from './shopify-counter.ts'
import { createOrderDesk, type OrderDesk } from './shopify-orders-api.ts'
import type { RefundBody, RefundInput } from './shopify-refund-body.ts'
import { createTokenDesk, type TokenDesk } from './shopify-tokens.ts'

export type ShopifyDelivery = { headers: Record<string, string>; body: string }

export type ShopifyDoubleOptions = {
  shop?: string
  accessToken?: string
  apiKey?: string
  /** Secret of the app, which signs the webhooks. */
  secret?: string
  currency?: string
  /** One that is free, when left out. */
  port?: number
  /** Where webhooks go, e.g. `http://127.0.0.1:3000`; without it they are only made. */
  deliverTo?: string
  now?: () => number
  /** How fast call points come back: 100 on the usual plans, 1000 on Plus. */
  pointsPerSecond?: number
}

export type SendOptions = {
  /** How often each delivery is sent; the copies keep their webhook id. */
  copies?: number
  reversed?: boolean
  /** Make them, and send them later by `deliver`. */
  hold?: boolean
}

export type ShopifyFaults = {
  /** Nothing answers: connections are cut. */
  outage: boolean
  /** Answered with this status instead. */
  status: number | null
  latencyMs: number
  /** Every call is answered THROTTLED, with HTTP 200. */
  throttled: boolean
}

/** A Shopify shop: Admin GraphQL for discounts, and the webhooks of its sales. */
export type ShopifyDouble = {
  /** For `SHOPIFY_API_URL`. */
  readonly url: string
  readonly shop: string
  readonly accessToken: string
  readonly secret: string
  /** Expiring tokens, for a shop that installs the app; `accessToken` is that of a custom app. */
  readonly tokens: TokenDesk
  readonly discounts: DoubleDiscount[]
  /** Orders and webhook subscriptions of the Admin API. */
  readonly desk: OrderDesk
  readonly faults: ShopifyFaults
  /** Names of the GraphQL operations asked for, oldest first. */
  readonly calls: string[]
  /** When each request came, answered or not. */
  readonly heard: number[]
  /** Calls answered THROTTLED. */
  throttledAnswers: number
  /** What is left of the call points; 10 a call, restored at 100 a second. */
  points: number
  deliverTo: string | null
  /** Sells: orders/create and orders/paid. Throws where the counter would refuse the discount code. */
  sell(sale: SaleInput, options?: SendOptions): Promise<{ order: OrderBody; deliveries: ShopifyDelivery[] }>
  /** An authorized payment is captured, or the rest paid: orders/paid and orders/updated. */
  pay(orderId: number, options?: SendOptions): Promise<{ deliveries: ShopifyDelivery[] }>
  /** Everything that is left, some lines, or an amount: refunds/create and orders/updated. */
  refund(
    orderId: number,
    input?: RefundInput,
    options?: SendOptions,
  ): Promise<{ refund: RefundBody; deliveries: ShopifyDelivery[] }>
  /** orders/cancelled and orders/updated. */
  cancel(orderId: number, options?: SendOptions): Promise<{ deliveries: ShopifyDelivery[] }>
  /** The app is removed: its tokens are dead; the webhook that says so, not yet sent. */
  uninstall(): ShopifyDelivery
  /** Signs any body as a webhook. */
  webhook(topic: string, body: unknown): ShopifyDelivery
  /** Posts to `deliverTo` + /webhooks/shopify; the statuses, in the order sent. */
  deliver(deliveries: ShopifyDelivery[], options?: SendOptions): Promise<number[]>
  close(): Promise<void>
}

const decimalsOf: Record<string, number> = { JPY: 0, KWD: 3 }
const mostPoints = 2000
const usualPointsPerSecond = 100
const pointsPerCall = 10

export async function startShopify(options: ShopifyDoubleOptions = {}): Promise<ShopifyDouble> {
  const now = options.now ?? Date.now
  const { shop = 'north-roast.myshopify.com', secret = 'test-app-secret' } = options
  const currency = options.currency ?? 'EUR'
  const pointsPerSecond = options.pointsPerSecond ?? usualPointsPerSecond
  const money: ShopMoney = { currency, digits: decimalsOf[currency] ?? 2 }
  const shelf = createDiscountShelf(money, now)
  const counter = createCounter(shelf, money, now)
  const announce = async (webhooks: Announcement[], how: SendOptions = {}) => {
    const deliveries = webhooks.map(([topic, body]) => double.webhook(topic, body))
    if (!how.hold && double.deliverTo) await double.deliver(deliveries, how)
    return { deliveries }
  }
  const server = createServer((request, response) => {
    double.heard.push(now())
    answer(request, response, double, shelf, { refill, pointsPerSecond }).catch((error: unknown) => {
      response.writeHead(500).end(String(error))
    })
  })
  let filledAt = now()
  const refill = () => {
    const restored = (Math.max(0, now() - filledAt) / 1000) * pointsPerSecond
    double.points = Math.min(mostPoints, double.points + restored)
    filledAt = now()
  }
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))

  const double: ShopifyDouble = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    shop,
    accessToken: options.accessToken ?? 'shpat_test_token',
    secret,
    tokens: createTokenDesk({ shop, apiKey: options.apiKey ?? 'test-app-key', secret, now }),
    discounts: shelf.discounts,
    desk: createOrderDesk(counter.orders),
    faults: { outage: false, status: null, latencyMs: 0, throttled: false },
    calls: [],
    heard: [],
    throttledAnswers: 0,
    points: mostPoints,
    deliverTo: options.deliverTo ?? null,
    async sell(sale, how) {
      const { order, announced } = counter.sell(sale)
      return { order, ...(await announce(announced, how)) }
    },
    pay: (orderId, how) => announce(counter.pay(orderId), how),
    async refund(orderId, input = {}, how) {
      const { refund, announced } = counter.refund(orderId, input)
      return { refund, ...(await announce(announced, how)) }
    },
    cancel: (orderId, how) => announce(counter.cancel(orderId), how),
    uninstall() {
      double.tokens.revoke()
      return double.webhook('app/uninstalled', { id: 548380009, myshopify_domain: double.shop })
    },
    webhook: (topic, content) => signed(double, topic, content, now()),
    deliver: (deliveries, how = {}) => deliver(double, deliveries, how),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return double
}

function signed(double: ShopifyDouble, topic: string, content: unknown, now: number): ShopifyDelivery {
  const body = typeof content === 'string' ? content : JSON.stringify(content)
  const headers = {
    'content-type': 'application/json',
    'x-shopify-topic': topic,
    'x-shopify-shop-domain': double.shop,
    'x-shopify-api-version': '2026-10',
    'x-shopify-webhook-id': randomUUID(),
    'x-shopify-event-id': randomUUID(),
    'x-shopify-triggered-at': new Date(now).toISOString(),
    'x-shopify-hmac-sha256': createHmac('sha256', double.secret).update(body).digest('base64'),
  }
  return { headers, body }
}

async function deliver(double: ShopifyDouble, deliveries: ShopifyDelivery[], how: SendOptions) {
  const statuses: number[] = []
  const order = how.reversed ? deliveries.toReversed() : deliveries
  for (const { headers, body } of order)
    for (let copy = 0; copy < (how.copies ?? 1); copy += 1) {
      const url = `${double.deliverTo}/webhooks/shopify`
      const response = await fetch(url, { method: 'POST', headers, body })
      await response.arrayBuffer()
      statuses.push(response.status)
    }
  return statuses
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  double: ShopifyDouble,
  shelf: DiscountShelf,
  { refill, pointsPerSecond }: { refill: () => void; pointsPerSecond: number },
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  if (double.faults.latencyMs > 0) await pause(double.faults.latencyMs)
  if (double.faults.outage) return void request.socket.destroy()
  const reply = (status: number, body: object, headers: Record<string, string> = {}) =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body))
  if (double.faults.status !== null)
    return reply(double.faults.status, { errors: 'fault' }, { 'retry-after': '2.0' })
  if (request.method === 'POST' && request.url === '/admin/oauth/access_token') {
    const told = await double.tokens.answer(JSON.parse(Buffer.concat(chunks).toString('utf8')))
    return reply(told.status, told.body)
  }
  if (request.method !== 'POST' || request.url !== '/admin/api/2026-10/graphql.json')
    return reply(404, { errors: 'Not Found' })
  const token = String(request.headers['x-shopify-access-token'])
  if (token !== double.accessToken && !double.tokens.isGood(token))
    return reply(401, { errors: '[API] Invalid API key or access token' })
  const { query, variables } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as {
    query: string
    variables?: Record<string, unknown>
  }
  const operation = /(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? 'unnamed'
  double.calls.push(operation)
  refill()
  const refused = double.faults.throttled || double.points < pointsPerCall
  if (refused) double.throttledAnswers += 1
  else double.points -= pointsPerCall
  const cost = {
    requestedQueryCost: pointsPerCall,
    actualQueryCost: refused ? null : pointsPerCall,
    throttleStatus: {
      maximumAvailable: mostPoints,
      currentlyAvailable: Math.floor(double.points),
      restoreRate: pointsPerSecond,
    },
  }
  const result = refused
    ? { errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }] }
    : await (double.desk.answers(operation) ? double.desk : shelf).execute(query, variables ?? {})
  reply(200, { ...result, extensions: { cost } })
}
