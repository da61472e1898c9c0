import { type ShopifyDouble, startShopify } from '../doubles/shopify.ts'
import { type Api, createMerchant, type Till } from './api.ts'
import { type Instance, openInstance } from './instance.ts'
import { openSetting, type SettingName } from './settings.ts'

/** A merchant with a Shopify till and one program, in a process that works only when it is told to. */
export type ShopifyShop = {
  instance: Instance
  shopify: ShopifyDouble
  api: Api
  tillId: string
  programId: string
  close(): Promise<void>
}

/** @param reward what a card gets for `goal` visits */
export async function openShopifyShop(
  name: SettingName,
  {
    goal = 5,
    reward = { title: 'Free coffee', kind: 'staff_scan' },
  }: { goal?: number; reward?: object } = {},
): Promise<ShopifyShop> {
  const setting = await openSetting(name)
  const shopify = await startShopify()
  const instance = await openInstance(setting, {
    SHOPIFY_API_KEY: shopify.tokens.apiKey,
    SHOPIFY_API_SECRET: shopify.secret,
    SHOPIFY_API_URL: shopify.url,
  })
  shopify.deliverTo = instance.url
  const api = await createMerchant(instance.url)
  const { shop, accessToken } = shopify
  const till = await api.post<Till>('/tills', { provider: 'shopify', shop, accessToken })
  const program = await api.post<{ id: string }>('/programs', {
    ...{ name: 'Coffee', goal, earn: { kind: 'visit' } },
    milestones: [{ at: goal, reward }],
  })
  return {
    ...{ instance, shopify, api, tillId: till.id, programId: program.id },
    async close() {
      await instance.close()
      await shopify.close()
      await setting.close()
    },
  }
}
