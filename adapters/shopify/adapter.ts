import type { Clock } from '../../src/ports/clock.ts'
import type { RenewTokens, TillAdapter, TillClient } from '../../src/ports/till.ts'
import type { CallBudget } from './call-budget.ts'
import { createCallBudget } from './call-budget.ts'
import { shopifyClient } from './client.ts'
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

/** Clients whose credentials are remembered; their shops' call points are remembered for longer. */
const mostClients = 1_000

/** Shopify as a till. One per process: it remembers what each shop still allows, and its clients by shop and token. */
export function createShopify(options: ShopifyOptions): TillAdapter {
  const budgets = recentlyUsed<CallBudget>(mostBudgets)
  const clients = recentlyUsed<TillClient>(mostClients)
  const open = (shop: string, accessToken: string): TillClient => {
    const budget = budgets(shop.toLowerCase(), () => createCallBudget(options.now))
    return clients(`${shop} ${accessToken}`, () =>
      shopifyClient({ shop, accessToken }, { ...options, budget }),
    )
  }
  return {
    reader: shopifyReader,
    client: (credentials) =>
      credentials.provider === 'shopify' ? open(credentials.shop, credentials.accessToken) : null,
    renew: renewalFor(options),
  }
}
