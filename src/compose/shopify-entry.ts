import { setTimeout as pause } from 'node:timers/promises'
import { createShopApp } from '../../adapters/shopify/shop-app.ts'
import { changeMerchantWith } from '../app/change-merchant.ts'
import { checkDesignWith } from '../app/check-design.ts'
import { findCustomerCardWith } from '../app/find-customer-card.ts'
import { installShopWith } from '../app/install-shop.ts'
import type { ShopifyEntryDeps } from '../http/shopify-entry.ts'
import type { ShopifyPosDeps } from '../http/shopify-pos.ts'
import type { ShopApp } from '../ports/shop-app.ts'
import type { ShopInstalls } from '../ports/shop-installs.ts'
import { createCardLinks } from '../store/card-links.ts'
import { defaultLook } from '../store/faces.ts'
import { createMerchants } from '../store/merchants.ts'
import { createPrograms } from '../store/programs.ts'
import { createShopInstalls } from '../store/shop-installs.ts'
import type { Core } from './core.ts'

type Entry = Omit<ShopifyEntryDeps, 'assets' | 'createSignInLink'>
type Pos = Pick<ShopifyPosDeps, 'app' | 'installs' | 'findCustomerCard'>

/** The app inside Shopify's admin and its POS; null where no app is configured. */
export function openShopifyEntry(core: Core): { entry: Entry; pos: Pos } | null {
  const { platform, store } = core
  const { config, database, keyring, clock } = platform
  const { apiKey, apiSecret: [newest, ...older] = [], apiUrl } = config.shopify ?? {}
  if (!apiKey || !newest) return null
  const app = createShopApp({ apiKey, apiSecrets: [newest, ...older], apiUrl, now: clock })
  const installs = createShopInstalls(database, keyring, clock)
  const findCustomerCard = findCustomerCardWith({ store, links: createCardLinks(database) })
  return { entry: entryOf(core, app, installs), pos: { app, installs, findCustomerCard } }
}

function entryOf(core: Core, app: ShopApp, installs: ShopInstalls): Entry {
  const { platform, codes, hint, wallets } = core
  const { database, keyring, clock, log } = platform
  const merchants = createMerchants(database, clock)
  const programs = createPrograms(database)
  return {
    app,
    installShop: installShopWith({
      app,
      installs,
      merchants,
      programs,
      changeMerchant: changeMerchantWith({
        merchants,
        programs,
        checkDesign: checkDesignWith({ merchants, judge: wallets.judgeDesign, defaultLook }),
      }),
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
