import { Webhook } from 'standardwebhooks'
import type { PricedBasket } from '../domain/basket.ts'
import type { Clock } from '../ports/clock.ts'

/** One sale as the demo till makes it. */
export type DemoSale = {
  basket: PricedBasket
  currency: string
  /** Serial of the card that was scanned. */
  card?: string | undefined
  customerId?: string | undefined
  discountCode?: string | undefined
}

/** A sale made before, as far as a refund needs it. Amounts in integer minor units. */
export type SoldOrder = {
  orderId: string
  total: number
  lines: { id: string; quantity: number; total: number }[]
}

type Deps = {
  /** Where this Stampbridge answers, for its own webhook door. */
  internalBaseUrl: string
  till: { id: string; webhookSecret: string }
  fetch: typeof fetch
  now: Clock
  newId(): string
}

/** The webhook was answered with 200, or it was not; nothing is known of what came of it. */
export type Sent = { ok: true; orderId: string } | { ok: false; status: number | null }

export type DemoTill = {
  /** Tells Stampbridge of a paid sale, as any open till would. */
  sell(sale: DemoSale): Promise<Sent>
  /** Gives a sale back whole. Repeating it changes nothing: the refund's id comes from the order. */
  refund(order: SoldOrder): Promise<Sent>
}

/** A till that speaks the open till's protocol over real HTTP: what works here works for every till that sends the same. */
export function createDemoTill(deps: Deps): DemoTill {
  return {
    async sell(sale) {
      const orderId = `demo-${deps.newId()}`
      return send(deps, orderId, 'order.paid', paidOrder(orderId, sale, deps.now()))
    },
    refund: (order) =>
      send(deps, order.orderId, 'order.refunded', {
        id: `${order.orderId}-refund`,
        orderId: order.orderId,
        amount: order.total,
        lines: order.lines.map((line) => ({ id: line.id, quantity: line.quantity, amount: line.total })),
      }),
  }
}

function paidOrder(id: string, sale: DemoSale, now: number) {
  return {
    id,
    number: id.slice(-4).toUpperCase(),
    closedAt: new Date(now).toISOString(),
    locationId: 'counter',
    currency: sale.currency,
    total: sale.basket.total,
    lines: sale.basket.lines.map(({ item, quantity, total }) => ({
      id: item.id,
      name: item.name,
      sku: item.id,
      category: item.category,
      quantity,
      total,
    })),
    discountCodes: sale.discountCode ? [sale.discountCode] : [],
    ...(sale.customerId && { customer: { id: sale.customerId } }),
    ...(sale.card && { card: sale.card }),
  }
}

async function send(deps: Deps, orderId: string, type: string, data: object): Promise<Sent> {
  const at = new Date(deps.now())
  const body = JSON.stringify({ type, timestamp: at.toISOString(), data })
  const id = `msg_${deps.newId()}`
  const response = await deps
    .fetch(`${deps.internalBaseUrl}/webhooks/till/${deps.till.id}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(deps.till.webhookSecret).sign(id, at, body),
      },
      body,
      signal: AbortSignal.timeout(10_000),
    })
    // Refused, reset or too slow: the cashier is told that nothing was sold, and tries again.
    .catch(() => null)
  await response?.body?.cancel()
  return response?.ok ? { ok: true, orderId } : { ok: false, status: response?.status ?? null }
}
