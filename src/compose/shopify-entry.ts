import { setTimeout as pause } from 'node:timers/promises'
import { createShopApp } from '../../adapters/shopify/shop-app.ts'
import { installShopWith } from '../app/install-shop.ts'
import type { ShopifyEntryDeps } from '../http/shopify-entry.ts'
import { createMerchants } from '../store/merchants.ts'
import { createShopInstalls } from '../store/shop-installs.ts'
import type { Core } from './core.ts'

/** The app inside Shopify's admin; null where no app is configured. */
export function openShopifyEntry(core: Core): Omit<ShopifyEntryDeps, 'assets' | 'createSignInLink'> | null {
  const { platform, codes, hint } = core
  const { config, database, keyring, clock, log } = platform
  const { apiKey, apiSecret: [newest, ...older] = [], apiUrl } = config.shopify ?? {}
  if (!apiKey || !newest) return null
  const app = createShopApp({ apiKey, apiSecrets: [newest, ...older], apiUrl, now: clock })
  return {
    app,
    installShop: installShopWith({
      app,
      installs: createShopInstalls(database, keyring, clock),
      merchants: createMerchants(database, clock),
      keyring,
      codes,
      async onTillConnected(merchantId, id) {
        await codes.coverTill({ merchantId, id })
        hint('place-code')
      },
      now: clock,
      pause: (ms) => pause(ms),
    }),
    onUnreachable: (error) => log.warn({ err: error }, 'a shop could not be connected; its owner was told'),
  }
}
