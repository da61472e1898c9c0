import type { AppKeys } from './session-token.ts'
import { normaliseShop } from './shop-domain.ts'
import { loadShopify, shopifyFor } from './shopify-module.ts'

export type Entry = { ok: true; shop: string } | { ok: false; reason: 'unsigned' | 'forged' | 'old' }

/**
 * Whether Shopify itself made this address of the app: `hmac` over all other parameters, not older than 90 seconds.
 * `unsigned`: somebody typed the address.
 */
export async function readEntry(query: URLSearchParams, app: AppKeys): Promise<Entry> {
  if (!query.get('hmac')) return { ok: false, reason: 'unsigned' }
  const { api } = await loadShopify()
  let reason: 'forged' | 'old' = 'forged'
  for (const apiSecret of app.apiSecrets) {
    const { utils } = shopifyFor(api, { apiKey: app.apiKey, apiSecret })
    try {
      const shop = normaliseShop(query.get('shop') ?? '')
      if ((await utils.validateHmac(query)) && shop) return { ok: true, shop }
    } catch (error) {
      if (!(error instanceof api.InvalidHmacError)) throw error
      // Its time is outside the tolerance, or it has none; whether it was signed is not told then.
      reason = 'old'
    }
  }
  return { ok: false, reason }
}
