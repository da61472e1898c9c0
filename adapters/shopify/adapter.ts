import type { Clock } from '../../src/ports/clock.ts'
import type { RenewTokens, TillAdapter } from '../../src/ports/till.ts'
import type { CallBudget } from './call-budget.ts'
import { createCallBudget } from './call-budget.ts'
import { shopifyClient } from './client.ts'
import { shopifyReader } from './reader.ts'
import { refreshTokens } from './token-grant.ts'

export type ShopifyOptions = {
  apiKey?: string | undefined
  apiSecret?: string | undefined
  /** Sends Admin calls to another host: sandbox, test double. */
  apiUrl?: string | undefined
  now: Clock
}

/** Shops whose call points are remembered; the one unused longest goes first. */
const mostBudgets = 10_000

function renewalFor({ apiKey, apiSecret, apiUrl, now }: ShopifyOptions): RenewTokens | undefined {
  if (!apiKey || !apiSecret) return undefined
  return async (till, refreshToken) =>
    till.provider === 'shopify'
      ? refreshTokens({ apiKey, apiSecret, apiUrl, now }, till.shop, refreshToken)
      : null
}

/** Shopify as a till. One per process: it remembers what each shop still allows. */
export function createShopify(options: ShopifyOptions): TillAdapter {
  const budgets = new Map<string, CallBudget>()
  const budgetOf = (shop: string): CallBudget => {
    const budget = budgets.get(shop) ?? createCallBudget(options.now)
    budgets.delete(shop)
    budgets.set(shop, budget)
    const oldest = budgets.keys().next()
    if (budgets.size > mostBudgets && !oldest.done) budgets.delete(oldest.value)
    return budget
  }
  return {
    reader: shopifyReader,
    client(credentials) {
      if (credentials.provider !== 'shopify') return null
      return shopifyClient(credentials, { ...options, budget: budgetOf(credentials.shop.toLowerCase()) })
    },
    renew: renewalFor(options),
  }
}
