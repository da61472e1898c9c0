import type { Clock } from '../ports/clock.ts'
import type { Door } from '../ports/door.ts'
import type { Key } from '../ports/keys.ts'
import type { IntakeRequest } from '../ports/till.ts'
import { newId } from '../secrets/random-id.ts'
import type { Received } from './receive-delivery.ts'

type Deps = {
  door: Door
  /** Signs a message as an open till does; the headers of its request. */
  sign(secret: string, message: { id: string; at: number; body: Buffer }): Record<string, string>
  /** The intake, as it stands behind the webhook address. */
  receive(request: IntakeRequest): Promise<Received>
  now: Clock
}

/** `card`: a serial, for a sale that shows a card. */
export type TestSale = {
  total: number
  currency: string
  card?: string | undefined
  /** It is a sale like any other: it earns, and stays. */
  real?: boolean | undefined
  /** What is sold, for programs that earn by item. */
  item?:
    | { sku?: string | undefined; category?: string | undefined; id?: string | undefined; quantity: number }
    | undefined
}

export type SendTestSale = (
  till: Key,
  sale: TestSale,
) => Promise<
  | { ok: true; orderId: string }
  | { ok: false; reason: 'unknown' }
  | { ok: false; reason: 'refused'; detail: string }
>

/**
 * Sends a test sale as the till itself would: signed with its own secret, through the same intake. It never earns
 * (`test: true`) unless it is to be real, and what was made of it can be read like any order. Each call is a sale of its own.
 */
export function sendTestSaleWith({ door, sign, receive, now }: Deps): SendTestSale {
  return async (
    { merchantId, id: tillId },
    { total, currency, card, real = false, item = { quantity: 1 } },
  ) => {
    const till = await door.till('open', tillId)
    const secret = till?.secrets[0]
    if (!till || till.merchantId !== merchantId || secret === undefined)
      return { ok: false, reason: 'unknown' }
    const at = now()
    const id = newId(at)
    const orderId = `test-${id}`
    const time = new Date(at).toISOString()
    const data = {
      ...{ id: orderId, number: 'TEST', closedAt: time, currency, total },
      lines: [{ id: '1', name: 'Test', ...item, total }],
      ...{ discountCodes: [], test: !real, ...(card !== undefined && { card }) },
    }
    const body = Buffer.from(JSON.stringify({ type: 'order.paid', timestamp: time, data }))
    const headers = sign(secret, { id: `msg_${id}`, at, body })
    const received = await receive({ headers, body, tillId })
    return received.ok ? { ok: true, orderId } : { ok: false, reason: 'refused', detail: received.detail }
  }
}
