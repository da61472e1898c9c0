import { afterAll, beforeAll } from 'vitest'
import { storeContract } from '../contract/store.contract.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'
import { createStoreShop, type StoreShop } from '../support/store-shop.ts'

// The stores know nothing of Redis.
await describeSettings(
  'hot stores',
  (name) => {
    let setting: Setting
    let shop: StoreShop
    beforeAll(async () => {
      setting = await openSetting(name)
      shop = createStoreShop(setting.database)
    })
    afterAll(() => setting?.close())
    storeContract(() => shop)
  },
  ['embedded', 'postgres'],
)
