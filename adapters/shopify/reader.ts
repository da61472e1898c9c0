import { z } from 'zod'
import type { IntakeRequest, TillReader } from '../../src/ports/till.ts'
import { parseShopify } from './parse.ts'
import { readBody } from './read-body.ts'
import { normaliseShop } from './shop-domain.ts'
import { header, verifyShopify } from './verify.ts'

/** Shopify's webhooks, signed with the app's secret. */
export const shopifyReader: TillReader = {
  provider: 'shopify',
  signedBy: 'app',
  verify: (request, secrets) => verifyShopify(request, secrets),
  sender: senderOf,
  parse: parseShopify,
}

const graveTopics = new Set(['app/uninstalled', 'customers/data_request', 'customers/redact', 'shop/redact'])
const shopNames = z.object({ shop_domain: z.string().nullish(), myshopify_domain: z.string().nullish() })

/**
 * The shop of `X-Shopify-Shop-Domain`. That header is not signed: where a body ends or erases something and names its
 * shop, the two must agree, or one shop's body could be turned on another.
 */
function senderOf(request: IntakeRequest): string | null {
  const shop = normaliseShop(header(request, 'x-shopify-shop-domain') ?? '')
  if (!shop || !graveTopics.has(header(request, 'x-shopify-topic')?.toLowerCase() ?? '')) return shop
  const body = readBody(shopNames, request.body)
  const named = body.ok ? (body.value.myshopify_domain ?? body.value.shop_domain ?? '') : ''
  return (normaliseShop(named) ?? shop) === shop ? shop : null
}
