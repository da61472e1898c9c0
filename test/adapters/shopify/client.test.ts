import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createShopify } from '../../../adapters/shopify/adapter.ts'
import type { Discount } from '../../../src/domain/program.ts'
import { ProviderError } from '../../../src/ports/provider-error.ts'
import { type ShopifyDouble, startShopify } from '../../doubles/shopify.ts'
import { clientOf, coupon, now, problemOf } from './code-to-place.ts'

let shop: ShopifyDouble
beforeEach(async () => {
  shop = await startShopify()
})
afterEach(() => shop.close())

const client = (options = {}) => clientOf(shop, { apiUrl: shop.url, ...options })

describe('placing a code', () => {
  it('makes a discount that works once, from the start to the end of the coupon', async () => {
    const { externalId } = await client().placeCode(coupon({ percent: 15 }, { expiresAt: now + 86_400_000 }))
    expect(shop.discounts).toEqual([
      {
        id: externalId,
        code: 'K7Q2M9XWPA',
        title: 'Free coffee · 0193f1c2-6a1e-7b0a-9d2e-5b1f0c3a7d11',
        startsAt: now - 1000,
        endsAt: now + 86_400_000,
        usageLimit: 1,
        used: 0,
        deactivated: false,
        gets: { percentage: 0.15 },
        products: null,
        minimum: null,
      },
    ])
    await shop.sell({ lines: [{ title: 'Flat white', price: 450 }], discountCode: 'k7q2m9xwpa' })
    await expect(shop.sell({ lines: [], discountCode: 'K7Q2M9XWPA' })).rejects.toThrow('used already')
  })

  it('takes off one unit’s worth where it is said, and asks for a least basket', async () => {
    const order = coupon({ productIds: ['8911203344556'], worth: { amount: 380, currency: 'EUR' } })
    const limits = { minBasket: { amount: 1000, currency: 'EUR' }, combinable: true }
    await client().placeCode({ ...order, reward: { ...order.reward, limits } })
    expect(shop.discounts).toMatchObject([
      { gets: { amount: 380 }, products: ['gid://shopify/Product/8911203344556'], minimum: '10.00' },
    ])
  })

  it('takes an amount off the whole, or makes products free', async () => {
    await client().placeCode(coupon({ amount: { amount: 1250, currency: 'EUR' } }))
    const ids = { couponId: 'other', code: 'OTHER22222' }
    await client().placeCode(coupon({ productIds: ['8911203344556'] }, ids))
    expect(shop.discounts.map(({ gets, products }) => [gets, products])).toEqual([
      [{ amount: 1250 }, null],
      [{ percentage: 1 }, ['gid://shopify/Product/8911203344556']],
    ])
  })

  it('may be repeated: the same code is found again', async () => {
    const first = await client().placeCode(coupon({ percent: 10 }))
    const again = await client().placeCode(coupon({ percent: 10 }))
    expect(again).toEqual(first)
    expect(shop.discounts).toHaveLength(1)
  })

  it("does not take over another's code", async () => {
    await client().placeCode(coupon({ percent: 10 }, { couponId: 'somebody-else' }))
    const problem = await problemOf(client().placeCode(coupon({ percent: 10 })))
    expect(problem).toMatchObject({ retryable: false, reason: 'code-taken' })
    expect(problem.message).toContain('needs a new one')
  })

  it('gives no 5 euros in a shop that sells in another currency, and leaves no code behind', async () => {
    const reward = coupon({ amount: { amount: 500, currency: 'USD' } })
    for (const _ of ['first', 'again']) {
      const problem = await problemOf(client().placeCode(reward))
      expect(problem).toMatchObject({ retryable: false, reason: 'currency' })
      expect(problem.message).toContain('sells in EUR')
    }
    expect(shop.discounts.map((discount) => discount.deactivated)).toEqual([true])
  })

  it.each<[string, Discount | undefined]>([
    ['no discount at all', undefined],
    ['no percentage', { percent: 0 }],
    ['more than everything', { percent: 101 }],
    ['no products', { productIds: [] }],
    ['products of another till', { productIds: ['CAFE-LATTE'] }],
  ])('says what is wrong with a reward of %s, without a call', async (_, discount) => {
    const problem = await problemOf(client().placeCode(coupon(discount)))
    expect(problem.retryable).toBe(false)
    expect(shop.calls).toEqual([])
  })

  it('fits a long title', async () => {
    const long = coupon({ percent: 10 })
    long.reward.title = 'x'.repeat(500)
    await client().placeCode(long)
    expect(shop.discounts[0]?.title.endsWith(long.couponId)).toBe(true)
  })
})

describe('removing a code', () => {
  it('makes it useless, again and again', async () => {
    const { externalId } = await client().placeCode(coupon({ percent: 10 }))
    const placed = { externalId, code: 'K7Q2M9XWPA' }
    await client().removeCode(placed)
    await client().removeCode(placed)
    await expect(shop.sell({ lines: [], discountCode: 'K7Q2M9XWPA' })).rejects.toThrow('no longer good')
  })

  it('is fine with a discount that the merchant deleted', async () => {
    const { externalId } = await client().placeCode(coupon({ percent: 10 }))
    shop.discounts.length = 0
    await client().removeCode({ externalId, code: 'K7Q2M9XWPA' })
  })
})

it('sends the token to no host but a shop', () => {
  for (const name of ['evil.example', 'evil.example/x.myshopify.com', 'x.myshopify.com.evil.example', ''])
    expect(() => clientOf({ shop: name, accessToken: 't' })).toThrow(ProviderError)
})

it('keeps to the points of a shop over all of its clients', async () => {
  let time = now
  const adapter = createShopify({ apiUrl: shop.url, now: () => time })
  const place = async (code: string) => {
    const till = adapter.client({ provider: 'shopify', shop: shop.shop, accessToken: shop.accessToken })
    return till?.placeCode(coupon({ percent: 10 }, { code, couponId: code }))
  }
  shop.points = -500
  expect((await problemOf(place('FIRST'))).retryAfterMs).toBeGreaterThan(4000)
  expect(shop.calls).toHaveLength(1)
  expect((await problemOf(place('SECOND'))).retryAfterMs).toBeGreaterThan(4000)
  expect(shop.calls).toHaveLength(1)
  time += 60_000
  shop.points = 2000
  await place('SECOND')
  expect(shop.discounts).toHaveLength(1)
})

it('has no client for the credentials of another till', () => {
  const adapter = createShopify({ now: () => now })
  expect(adapter.client({ provider: 'open', webhookSecret: 'whsec_x' })).toBeNull()
})

describe('moving the end of a code', () => {
  it('tells the shop the new end, and leaves the rest of the discount as it was', async () => {
    const { externalId } = await client().placeCode(coupon({ percent: 10 }, { expiresAt: now + 1_000_000 }))
    const before = { ...shop.discounts[0] }
    await client().changeEnd?.({ externalId, code: 'K7Q2M9XWPA' }, now + 9_000_000)
    expect(shop.discounts).toEqual([{ ...before, endsAt: now + 9_000_000 }])
  })

  it('is content when somebody deleted the discount in the shop', async () => {
    const gone = { externalId: 'gid://shopify/DiscountCodeNode/7', code: 'GONE222222' }
    await expect(client().changeEnd?.(gone, now + 9_000_000)).resolves.toBeUndefined()
  })
})
