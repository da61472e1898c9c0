import { createHmac, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type SquareBooks, squareServer } from './square-api.ts'
import { oauthBooks } from './square-oauth.ts'
import {
  closeOrder,
  newOrder,
  payOrder,
  returnOrder,
  type SquareOrder,
  type SquareReturnLine,
  type SquareSale,
  type SquareTender,
  squareId,
  touch,
} from './square-orders.ts'

export type SquareWebhook = { body: string; headers: Record<string, string> }

export type SquareDoubleOptions = {
  merchantId?: string
  accessToken?: string
  signatureKey?: string
  /** As registered at Square: it is part of what is signed. */
  notificationUrl: string
  /** Where webhooks are really sent; the notification URL when left out. */
  deliverTo?: string
  currency?: string
  /** Milliseconds since 1970. */
  clock?: () => number
  port?: number
}

/** How webhooks travel: Square promises neither their order nor that each comes once. */
export type SquareDelivery = {
  /** How often each is sent. */
  times: number
  reversed: boolean
  /** Those that never come. */
  lose: (type: string) => boolean
}

export type SquareDouble = SquareBooks & {
  /** Base address of the API, without `/v2`. */
  url: string
  merchantId: string
  signatureKey: string
  delivery: SquareDelivery
  /** Every webhook that was made, lost or not, oldest first. */
  webhooks: SquareWebhook[]
  /** A signed webhook of any type, not sent. */
  webhook(type: string, data: Record<string, unknown>): SquareWebhook
  deliver(webhook: SquareWebhook): Promise<Response>
  /** An order that nobody has paid yet. */
  open(sale: SquareSale): SquareOrder
  /** One payment of an open order; all that is due when no amount is given. */
  pay(orderId: string, amount?: number, customerId?: string): Promise<SquareTender>
  /** A sale as the counter makes it. `tenders` splits the payment; nothing to pay means no payment, so no webhook. */
  sell(sale: SquareSale & { tenders?: number[] }): Promise<SquareOrder>
  /** `returnOrder: false` names the sale itself in the refund, as older refunds did. */
  refund(
    orderId: string,
    given?: { amount?: number; lines?: SquareReturnLine[]; returnOrder?: boolean },
  ): Promise<{ refundId: string; order: SquareOrder }>
  cancel(orderId: string): Promise<void>
  revoke(): Promise<void>
  mergeCustomers(from: string[], into: string): Promise<void>
  close(): Promise<void>
}

type Event = [type: string, data: Record<string, unknown>]

/** What every part of the double works on. */
type Post = {
  now(): string
  emit(...events: Event[]): Promise<void>
}

/** Square on the loopback: its API, its books and its signed webhooks. */
export async function startSquareDouble(options: SquareDoubleOptions): Promise<SquareDouble> {
  const books: SquareBooks = {
    ...oauthBooks(options.merchantId ?? 'M7SQUARE', options.accessToken ?? 'square-token'),
    refuses: () => false,
    loseAnswers: 0,
    orders: new Map(),
    pageSize: 1000,
    catalog: new Map(),
    requests: [],
    fault: null,
    writeMs: 2,
    latencyMs: 0,
  }
  const server = squareServer(books).listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const { post, ...mail } = postOffice(options)
  const double: SquareDouble = Object.assign(
    books,
    mail,
    { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    counter(books, post, options.currency ?? 'EUR'),
    backOffice(books, post, options.currency ?? 'EUR'),
    { close: () => closing(server) },
  )
  return double
}

/** Signs and sends, as `delivery` says, which a test may change at any time. */
function postOffice(options: SquareDoubleOptions) {
  const now = () => new Date((options.clock ?? Date.now)()).toISOString()
  const merchantId = options.merchantId ?? 'M7SQUARE'
  const signatureKey = options.signatureKey ?? 'square-key'
  const delivery: SquareDelivery = { times: 1, reversed: false, lose: () => false }
  const webhooks: SquareWebhook[] = []
  const webhook = (type: string, data: Record<string, unknown>): SquareWebhook => {
    const envelope = { merchant_id: merchantId, type, event_id: randomUUID(), created_at: now(), data }
    const body = JSON.stringify(envelope)
    const signed = createHmac('sha256', signatureKey).update(options.notificationUrl + body)
    return {
      body,
      headers: {
        'content-type': 'application/json',
        'x-square-hmacsha256-signature': signed.digest('base64'),
      },
    }
  }
  const deliver = ({ body, headers }: SquareWebhook) =>
    fetch(options.deliverTo ?? options.notificationUrl, { method: 'POST', headers, body })
  const emit = async (...events: Event[]): Promise<void> => {
    const made = events.map(([type, data]) => ({ type, sent: webhook(type, data) }))
    webhooks.push(...made.map(({ sent }) => sent))
    const coming = made.filter(({ type }) => !delivery.lose(type))
    for (const { sent } of delivery.reversed ? coming.toReversed() : coming)
      await Promise.all(Array.from({ length: delivery.times }, () => deliver(sent)))
  }
  return { merchantId, signatureKey, delivery, webhooks, webhook, deliver, post: { now, emit } }
}

/** What the cashier does. */
function counter(books: SquareBooks, { now, emit }: Post, currency: string) {
  const open = (sale: SquareSale): SquareOrder => {
    const order = newOrder(sale, currency, now())
    books.orders.set(order.id, order)
    return order
  }
  const pay = async (orderId: string, amount?: number, customerId?: string): Promise<SquareTender> => {
    const order = orderOf(books, orderId)
    const tender = payOrder(order, amount ?? order.net_amount_due_money.amount, now(), customerId)
    await emit(
      ['payment.created', paymentOf(order, tender, 'APPROVED', now())],
      ['payment.updated', paymentOf(order, tender, 'COMPLETED', now())],
    )
    return tender
  }
  const sell = async ({ tenders, ...sale }: SquareSale & { tenders?: number[] }): Promise<SquareOrder> => {
    const order = open(sale)
    const due = order.net_amount_due_money.amount
    for (const amount of tenders ?? (due > 0 ? [due] : [])) await pay(order.id, amount)
    if (due === 0) closeOrder(order, 'COMPLETED', now())
    return order
  }
  const cancel = async (orderId: string): Promise<void> => {
    const order = orderOf(books, orderId)
    closeOrder(order, 'CANCELED', now())
    touch(order, now())
    const { id, location_id, state, version } = order
    const change = { order_id: id, location_id, state, version }
    await emit(
      ...order.tenders.map(
        (tender): Event => ['payment.updated', paymentOf(order, tender, 'CANCELED', now())],
      ),
      ['order.updated', { type: 'order_updated', id, object: { order_updated: change } }],
    )
  }
  return { open, pay, sell, cancel }
}

type Given = { amount?: number; lines?: SquareReturnLine[]; returnOrder?: boolean }

/** What is done afterwards, and to the account. */
function backOffice(books: SquareBooks, { now, emit }: Post, currency: string) {
  const refund = async (orderId: string, { lines = [], returnOrder: apart = true, ...given }: Given = {}) => {
    const sale = orderOf(books, orderId)
    const tender = sale.tenders[0]
    if (!tender) throw new Error(`order ${orderId} was not paid`)
    const worth =
      lines.length > 0 ? lines.reduce((sum, line) => sum + line.amount, 0) : sale.total_money.amount
    const amount = given.amount ?? worth
    const refundId = `${tender.id}_${squareId()}`
    const made = returnOrder(sale, { id: refundId, tenderId: tender.id, amount, lines }, now())
    if (apart) books.orders.set(made.id, made)
    const order = apart ? made : sale
    const event = (type: string, status: string): Event => {
      const money = { amount_money: { amount, currency }, location_id: sale.location_id }
      const object = { id: refundId, status, order_id: order.id, payment_id: tender.id, ...money }
      return [type, { type: 'refund', id: refundId, object: { refund: object } }]
    }
    const refunded = { refund_ids: [refundId], refunded_money: { amount, currency } }
    await emit(
      event('refund.created', 'PENDING'),
      ['payment.updated', paymentOf(sale, tender, 'COMPLETED', now(), refunded)],
      event('refund.updated', 'COMPLETED'),
    )
    return { refundId, order }
  }
  const revoke = async (): Promise<void> => {
    const object = { revocation: { revoked_at: now(), revoker_type: 'MERCHANT' } }
    await emit(['oauth.authorization.revoked', { type: 'revocation', id: randomUUID(), object }])
  }
  const mergeCustomers = async (from: string[], into: string): Promise<void> => {
    const event_context = { merge: { from_customer_ids: from, to_customer_id: into } }
    const of = (id: string) => ({ type: 'customer', id, object: { customer: { id }, event_context } })
    const gone = from.map((id): Event => ['customer.deleted', { ...of(id), deleted: true }])
    await emit(['customer.created', of(into)], ...gone)
  }
  return { refund, revoke, mergeCustomers }
}

function orderOf(books: SquareBooks, id: string): SquareOrder {
  const order = books.orders.get(id)
  if (!order) throw new Error(`the double knows no order ${id}`)
  return order
}

function paymentOf(order: SquareOrder, tender: SquareTender, status: string, now: string, more: object = {}) {
  const payment = {
    id: tender.id,
    order_id: order.id,
    location_id: order.location_id,
    status,
    amount_money: tender.amount_money,
    total_money: tender.amount_money,
    ...(tender.customer_id ? { customer_id: tender.customer_id } : {}),
    created_at: now,
    updated_at: now,
    ...more,
  }
  return { type: 'payment', id: tender.id, object: { payment } }
}

async function closing(server: Server): Promise<void> {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}
