import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IntakeRequest, Verification } from '../../src/ports/till.ts'
import { stamped } from './triggered-at.ts'

const hmacLength = 32
const topicPattern = /^[a-z_]{1,60}\/[a-z_]{1,60}$/

/**
 * `X-Shopify-Hmac-Sha256` is the base64 HMAC-SHA256 of the raw body under the app's secret. During a rotation both
 * secrets are good. The other headers are not signed: https://shopify.dev/docs/apps/build/webhooks/subscribe/https
 */
export function verifyShopify(request: IntakeRequest, secrets: readonly string[]): Verification {
  const given = Buffer.from(header(request, 'x-shopify-hmac-sha256') ?? '', 'base64')
  if (given.length !== hmacLength) return { ok: false, reason: 'no signature in X-Shopify-Hmac-Sha256' }
  let signed = false
  for (const secret of secrets)
    signed = timingSafeEqual(createHmac('sha256', secret).update(request.body).digest(), given) || signed
  if (!signed) return { ok: false, reason: 'the signature is not that of this app' }
  const topic = header(request, 'x-shopify-topic')?.toLowerCase() ?? ''
  if (!topicPattern.test(topic)) return { ok: false, reason: 'no topic in X-Shopify-Topic' }
  return { ok: true, topic, deliveryId: deliveryIdOf(request, topic) }
}

/** They end or erase what has come back since, unless it is known when they were meant. */
const timed = new Set(['app/uninstalled', 'shop/redact'])

/** Every attempt at one delivery has the same webhook id. Without one, the body itself tells a repeat. */
function deliveryIdOf(request: IntakeRequest, topic: string): string {
  const id = header(request, 'x-shopify-webhook-id')
  if (id && id.length <= 200)
    return timed.has(topic) ? stamped(id, header(request, 'x-shopify-triggered-at')) : id
  return `body-${createHash('sha256').update(request.body).digest('hex')}`
}

/** A header that came once; null when absent, empty or repeated. */
export function header(request: IntakeRequest, name: string): string | null {
  const value = request.headers[name]
  return typeof value === 'string' && value !== '' ? value : null
}
