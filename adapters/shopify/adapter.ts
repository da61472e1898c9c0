import type { Clock } from '../../src/ports/clock.ts'
import type { RenewTokens, TillAdapter } from '../../src/ports/till.ts'
import type { AdminApi } from './admin-api.ts'
import type { CallBudget } from './call-budget.ts'
import { createCallBudget } from './call-budget.ts'
import { openAdminApi, shopifyClient } from './client.ts'
import { shopifyReader } from './reader.ts'
import { recentlyUsed } from './recently-used.ts'
import { refreshTokens } from './token-grant.ts'

export type ShopifyOptions = {
  apiKey?: string | undefined
  apiSecret?: string | undefined
  /** Sends Admin calls to another host: sandbox, test double. */
  apiUrl?: string | undefined
  now: Clock
}

/** Shops whose call points are remembered. */
const mostBudgets = 10_000

function renewalFor({ apiKey, apiSecret, apiUrl, now }: ShopifyOptions): RenewTokens | undefined {
  if (!apiKey || !apiSecret) return undefined
  return async (till, refreshToken) =>
    till.provider === 'shopify'
      ? refreshTokens({ apiKey, apiSecret, apiUrl, now }, till.shop, refreshToken)
      : null
}

/** Tokens whose way to the Admin API is kept open. */
const mostApis = 1_000

/** Shopify as a till. One per process: it remembers what each shop still allows. */
export function createShopify(options: ShopifyOptions): TillAdapter {
  const budgets = recentlyUsed<CallBudget>(mostBudgets)
  const apis = recentlyUsed<AdminApi>(mostApis)
  const apiOf = (shop: string, accessToken: string): AdminApi => {
    const budget = budgets(shop.toLowerCase(), () => createCallBudget(options.now))
    return apis(`${shop} ${accessToken}`, () => openAdminApi({ shop, accessToken }, { ...options, budget }))
  }
  return {
    reader: shopifyReader,
    client: (credentials) =>
      credentials.provider === 'shopify'
        ? shopifyClient(apiOf(credentials.shop, credentials.accessToken), options.now)
        : null,
    renew: renewalFor(options),
  }
}
