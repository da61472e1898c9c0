import { type DemoShop, ensureDemoShop } from '../app/demo-shop.ts'
import { createDemoTill, type DemoTill } from '../app/ring-up.ts'
import type { CodeAnswer } from '../ports/card-records.ts'
import { newId } from '../secrets/random-id.ts'
import type { Core } from './core.ts'
import type { UseCases } from './use-cases.ts'

/** The demo shop and its till, which sends signed webhooks over real HTTP like any open till. */
export type Demo = {
  shop: DemoShop
  till: DemoTill
  lookUpCode(merchantId: string, code: string): Promise<CodeAnswer | null>
}

/** Found, or made. @param internalBaseUrl where this process answers */
export async function openDemo(core: Core, useCases: UseCases, internalBaseUrl: string): Promise<Demo> {
  const { directory, tills, createMerchant, createProgram, connectTill, coupons } = useCases
  const { clock } = core.platform
  const shop = await ensureDemoShop({
    async findProgram(slug) {
      const found = await directory.find('slug', slug)
      return found && { merchantId: found.merchantId, programId: found.targetId }
    },
    async findOpenTill(merchantId) {
      const list = await tills.list(merchantId, { after: null, limit: 100 })
      return list.find((till) => till.provider === 'open' && till.state === 'active') ?? null
    },
    createMerchant,
    createProgram,
    connectTill,
  })
  const credentials = await core.codes.credentials({ merchantId: shop.merchantId, id: shop.tillId })
  if (credentials?.provider !== 'open')
    throw new Error('the demo till has ended: set DEMO=0 or use another database')
  const till = createDemoTill({
    internalBaseUrl,
    till: { id: shop.tillId, webhookSecret: credentials.webhookSecret },
    fetch,
    now: clock,
    newId: () => newId(clock()),
  })
  return {
    shop,
    till,
    async lookUpCode(merchantId, code) {
      const coupon = await coupons.byCode(merchantId, code)
      if (!coupon) return null
      const { state, reward, id } = coupon
      return { state, title: reward.title, discount: reward.discount ?? null, couponId: id }
    },
  }
}
