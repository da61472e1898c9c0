import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { type InstallShopDeps, installShopWith } from '../../src/app/install-shop.ts'
import type { MerchantChanges, MerchantRecord } from '../../src/ports/merchants.ts'

const shop = 'harbour.myshopify.com'
const till = { merchantId: randomUUID(), id: randomUUID() }
const said = { name: 'Harbour', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR' }

/** A shop that lacks a permission, so that this visit connects it anew. */
function stage(judge: (changes: MerchantChanges) => boolean) {
  const merchant = { name: shop, locale: 'de', currency: null } as unknown as MerchantRecord
  const known = {
    till,
    state: 'active',
    token: 'renewed',
    proven: true,
    signInSince: null,
    scopes: [] as string[],
  }
  const deps = {
    app: {
      shopOf: async () => shop,
      isStoreOwner: async () => true,
      missingScopes: (scopes: string[]) => (scopes.length === 0 ? ['read_orders'] : []),
      exchange: async () => ({ accessToken: 'shpat_new' }),
      describe: async () => said,
    },
    installs: {
      find: async () => known,
      claim: async () => ({ holder: 'me' }),
      async connected() {
        known.scopes = ['read_orders']
        return true
      },
      release: async () => undefined,
    },
    merchants: { find: async () => merchant, learnCurrency: async () => undefined },
    async changeMerchant(_: string, changes: MerchantChanges) {
      if (!judge(changes)) return { ok: false, reason: 'bad-design', problems: [] }
      Object.assign(merchant, changes)
      return { ok: true, merchant }
    },
    onTillConnected: async () => undefined,
    now: () => 0,
    pause: async () => undefined,
  } as unknown as InstallShopDeps
  return { merchant, visit: () => installShopWith(deps)({ sessionToken: 'x', locale: 'de' }) }
}

it('gives the merchant the name that the shop says', async () => {
  const { merchant, visit } = stage(() => true)
  expect(await visit()).toMatchObject({ ok: true })
  expect(merchant).toMatchObject({
    name: 'Harbour',
    country: 'DE',
    locale: 'de-DE',
    timeZone: 'Europe/Berlin',
  })
})

it('leaves out a name that no wallet would show on the cards, and connects the shop all the same', async () => {
  const { merchant, visit } = stage(({ name, locale }) => name === undefined && locale === undefined)
  expect(await visit()).toMatchObject({ ok: true })
  expect(merchant).toMatchObject({ name: shop, country: 'DE', locale: 'de', timeZone: 'Europe/Berlin' })
})
