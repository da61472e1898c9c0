import type { Clock } from '../../src/ports/clock.ts'
import type { ShopApp } from '../../src/ports/shop-app.ts'
import { createAdminApi } from './admin-api.ts'
import { createCallBudget } from './call-budget.ts'
import { readEntry } from './entry-query.ts'
import { missingScopes } from './scopes.ts'
import { shopOfSessionToken } from './session-token.ts'
import { readShopFacts } from './shop-facts.ts'
import { exchangeToken, isStoreOwner } from './token-grant.ts'

export type ShopAppOptions = {
  apiKey: string
  /** Newest first: two while Shopify rotates it. */
  apiSecrets: readonly [string, ...string[]]
  /** Sends the calls to another host: sandbox, test double. */
  apiUrl?: string | undefined
  now: Clock
}

/** The app in Shopify's admin: managed installation, token exchange, embedded entry. */
export function createShopApp(options: ShopAppOptions): ShopApp {
  const { apiKey, apiSecrets, apiUrl, now } = options
  const [apiSecret] = apiSecrets
  return {
    clientId: apiKey,
    readEntry: (query) => readEntry(query, options),
    shopOf: (token) => shopOfSessionToken(token, options),
    exchange: (shop, token) => exchangeToken({ apiKey, apiSecret, apiUrl, now }, shop, token),
    isStoreOwner: (shop, token) => isStoreOwner({ apiKey, apiSecret, apiUrl, now }, shop, token),
    describe: (shop, accessToken) =>
      readShopFacts(
        createAdminApi(
          { shop, accessToken, apiKey, apiSecret, apiUrl, timeoutMs: 10_000 },
          createCallBudget(now),
        ),
      ),
    missingScopes,
  }
}
