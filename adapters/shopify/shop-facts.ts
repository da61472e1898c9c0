import { z } from 'zod'
import type { ShopFacts } from '../../src/ports/shop-app.ts'
import type { AdminApi } from './admin-api.ts'
import type { AdminDocument } from './documents.ts'

const answer = z.object({
  shop: z.object({
    name: z.string().trim().min(1).max(200),
    ianaTimezone: z.string().max(100),
    currencyCode: z.string().regex(/^[A-Z]{3}$/),
    shopAddress: z.object({ countryCodeV2: z.string().max(2).nullish() }).nullish(),
  }),
})

/** https://shopify.dev/docs/api/admin-graphql/2026-10/objects/Shop */
export const shopDocument: AdminDocument<z.infer<typeof answer>> = {
  name: 'shopFacts',
  text: `query shopFacts {
  shop { name ianaTimezone currencyCode shopAddress { countryCodeV2 } }
}`,
  answer,
}

export async function readShopFacts(api: AdminApi): Promise<ShopFacts> {
  const { shop } = await api.call(shopDocument, {})
  return {
    name: shop.name.slice(0, 100),
    country: shop.shopAddress?.countryCodeV2?.toUpperCase() ?? null,
    timeZone: knownZone(shop.ianaTimezone),
    currency: shop.currencyCode,
  }
}

/** Shopify's list of zones is newer or older than ours at times; an unknown one would break every window of time. */
function knownZone(name: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone ? name : 'UTC'
  } catch (error) {
    if (error instanceof RangeError) return 'UTC'
    throw error
  }
}
