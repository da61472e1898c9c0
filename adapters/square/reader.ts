import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type {
  IntakeRequest,
  ParseResult,
  StoredDelivery,
  TillReader,
  Verification,
} from '../../src/ports/till.ts'
import { readEnvelope } from './envelope.ts'
import { fetchedOrderTopic, parseFetchedOrder } from './fetched-order.ts'
import { parseWebhook } from './webhook.ts'

export type SquareReaderOptions = {
  /** As registered at Square, to the byte: it is part of what is signed, and never taken from a request. */
  notificationUrl: string
}

/** Square's webhooks: one signature key for the whole app (two while it is being changed). */
export function createSquareReader({ notificationUrl }: SquareReaderOptions): TillReader {
  return {
    provider: 'square',
    signedBy: 'app',
    verify(request, secrets): Verification {
      const signature = request.headers['x-square-hmacsha256-signature']
      if (typeof signature !== 'string' || signature === '')
        return { ok: false, reason: 'x-square-hmacsha256-signature is missing' }
      return isSigned(notificationUrl, request.body, signature, secrets)
        ? { ok: true, ...nameOf(request) }
        : { ok: false, reason: 'the signature does not match the body and the notification URL' }
    },
    sender(request) {
      const read = readEnvelope(request.body)
      return read.ok ? read.envelope.merchant_id : null
    },
    parse: (delivery: StoredDelivery): ParseResult =>
      delivery.topic === fetchedOrderTopic ? parseFetchedOrder(delivery.body) : parseWebhook(delivery.body),
  }
}

/** Base64 of HMAC-SHA256(key, URL + body), compared in constant time. */
function isSigned(url: string, body: Buffer, signature: string, keys: readonly string[]): boolean {
  const given = Buffer.from(signature)
  return keys.some((key) => {
    if (key === '') return false
    const expected = Buffer.from(createHmac('sha256', key).update(url).update(body).digest('base64'))
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
}

/** A body that is signed but unreadable is kept too, named by its hash, so that somebody can look at it. */
function nameOf({ body }: IntakeRequest): { topic: string; deliveryId: string } {
  const read = readEnvelope(body)
  if (read.ok) return { topic: read.envelope.type, deliveryId: read.envelope.event_id }
  return { topic: '', deliveryId: `sha256:${createHash('sha256').update(body).digest('hex')}` }
}
