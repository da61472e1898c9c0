import { randomUUID } from 'node:crypto'
import { Webhook } from 'standardwebhooks'

/** What a shop's own till or script would send; amounts are integer minor units. */
export type OpenTillOrder = {
  id: string
  number?: string
  closedAt?: string
  locationId?: string
  currency?: string
  total: number
  tip?: number
  tax?: number
  shipping?: number
  lines?: {
    id: string
    name: string
    sku?: string
    category?: string
    quantity: number
    total: number
    giftCard?: boolean
  }[]
  discountCodes?: string[]
  customer?: { id?: string; email?: string; phone?: string }
  card?: string
  test?: boolean
}
export type OpenTillRefund = {
  id: string
  orderId: string
  amount: number
  lines?: { id: string; quantity: number; amount: number }[]
}
export type OpenTillRequest = { headers: Record<string, string>; body: string }

type Sending = {
  /** Times the same message is sent; the last answer is returned. */
  times?: number
  /** The `webhook-id`; a repeat under a fresh id is another delivery of the same thing. */
  webhookId?: string
}

/** A till that signs as Standard Webhooks asks, by the standard's own library. */
export type OpenTillDouble = {
  /** The signed request for any type and data, not sent. */
  request(type: string, data: unknown, webhookId?: string): OpenTillRequest
  deliver(request: OpenTillRequest): Promise<Response>
  sell(order: OpenTillOrder, sending?: Sending): Promise<Response>
  update(order: OpenTillOrder & { updatedAt: string }, sending?: Sending): Promise<Response>
  cancel(orderId: string, sending?: Sending): Promise<Response>
  refund(refund: OpenTillRefund, sending?: Sending): Promise<Response>
}

/**
 * @param options.url the till's `webhookUrl`
 * @param options.secret the till's `webhookSecret`
 * @param options.clock milliseconds since 1970; signatures carry this time
 */
export function createOpenTillDouble(options: {
  url: string
  secret: string
  clock?: () => number
}): OpenTillDouble {
  const clock = options.clock ?? Date.now
  const webhook = new Webhook(options.secret)
  const request = (type: string, data: unknown, webhookId = `msg_${randomUUID()}`): OpenTillRequest => {
    const at = new Date(clock())
    const body = JSON.stringify({ type, timestamp: at.toISOString(), data })
    return {
      body,
      headers: {
        'content-type': 'application/json',
        'webhook-id': webhookId,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': webhook.sign(webhookId, at, body),
      },
    }
  }
  const deliver = ({ headers, body }: OpenTillRequest) =>
    fetch(options.url, { method: 'POST', headers, body })
  const send = async (type: string, data: unknown, { times = 1, webhookId }: Sending = {}) => {
    const message = request(type, data, webhookId)
    const answers = await Promise.all(Array.from({ length: times }, () => deliver(message)))
    return answers.at(-1)!
  }
  const complete = (order: OpenTillOrder) => ({
    closedAt: new Date(clock()).toISOString(),
    currency: 'EUR',
    lines: [{ id: '1', name: 'Flat white', quantity: 1, total: order.total }],
    discountCodes: [],
    ...order,
  })
  return {
    request,
    deliver,
    sell: (order, sending) => send('order.paid', complete(order), sending),
    update: (order, sending) => send('order.updated', complete(order), sending),
    cancel: (orderId, sending) => send('order.cancelled', { id: orderId }, sending),
    refund: (refund, sending) => send('order.refunded', refund, sending),
  }
}
