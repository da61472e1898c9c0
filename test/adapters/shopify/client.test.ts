import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createShopify } from '../../../adapters/shopify/adapter.ts'
import { openAdminApi, shopifyClient } from '../../../adapters/shopify/client.ts'
import type { Discount } from '../../../src/domain/program.ts'
import { ProviderError } from '../../../src/ports/provider-error.ts'
import type { CodeToPlace } from '../../../src/ports/till.ts'
import type { ShopifyDouble } from '../../doubles/shopify.ts'
import { startShopify } from '../../doubles/shopify.ts'

const now = Date.now()

function coupon(discount: Discount | undefined, change: Partial<CodeToPlace> = {}): CodeToPlace {
  return {
    couponId: '0193f1c2-6a1e-7b0a-9d2e-5b1f0c3a7d11',
    code: 'K7Q2M9XWPA',
    reward: {
      id: 'r',
      title: 'Free coffee',
      kind: 'redeem_code',
      codeSource: 'minted',
      discount,
      display: 'qr',
    },
    startsAt: now - 1000,
    ...change,
  }
}

const problemOf = async (call: Promise<unknown>): Promise<ProviderError> => {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ProviderError)) throw new Error(`no ProviderError but ${String(error)}`)
  return error
}

let shop: ShopifyDouble
beforeEach(async () => {
  shop = await startShopify()
})
afterEach(() => shop.close())

const clientOf = (...given: Parameters<typeof openAdminApi>) =>
  shopifyClient(openAdminApi(...given), Date.now)
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
    expect(problem).toMatchObject({ retryable: false })
    expect(problem.message).toContain('needs a new one')
  })

  it('gives no 5 euros in a shop that sells in another currency, and leaves no code behind', async () => {
    const reward = coupon({ amount: { amount: 500, currency: 'USD' } })
    for (const _ of ['first', 'again']) {
      const problem = await problemOf(client().placeCode(reward))
      expect(problem).toMatchObject({ retryable: false })
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

describe('a till in trouble', () => {
  const place = (options = {}) => problemOf(client(options).placeCode(coupon({ percent: 10 })))

  it('is tried again when it is down, slow or failing', async () => {
    shop.faults.outage = true
    expect(await place()).toMatchObject({ retryable: true })
    shop.faults.outage = false
    for (const status of [500, 502, 503]) {
      shop.faults.status = status
      expect(await place()).toMatchObject({ retryable: true })
    }
    shop.faults.status = null
    shop.faults.latencyMs = 300
    expect(await place({ timeoutMs: 50 })).toMatchObject({ retryable: true })
    shop.faults.latencyMs = 0
    await client().placeCode(coupon({ percent: 10 }))
    expect(shop.discounts).toHaveLength(1)
  })

  it('is left alone for as long as it asks', async () => {
    shop.faults.status = 429
    expect(await place()).toMatchObject({ retryable: true, retryAfterMs: 2000 })
    shop.faults.status = null
    shop.faults.throttled = true
    const throttled = await place()
    expect(throttled.retryable).toBe(true)
    expect(throttled.retryAfterMs).toBeGreaterThanOrEqual(500)
  })

  it.each([
    [401, 'connect the shop again'],
    [402, 'frozen'],
    [403, 'permissions'],
    [404, 'no shop'],
    [423, 'locked'],
  ])('needs a person after HTTP %i', async (status, words) => {
    shop.faults.status = status
    const problem = await place()
    expect(problem.retryable).toBe(false)
    expect(problem.message).toContain(words)
  })

  it('says nothing secret in its errors', async () => {
    const wrong = clientOf({ shop: shop.shop, accessToken: 'shpat_secret' }, { apiUrl: shop.url })
    const problem = await problemOf(wrong.placeCode(coupon({ percent: 10 })))
    expect(problem).toMatchObject({ retryable: false })
    expect(`${problem.message}${problem.stack}${JSON.stringify(problem)}`).not.toMatch(/shpat|K7Q2/)
  })
})

describe('a wrong answer', () => {
  const host = 'https://north-roast.myshopify.com'
  const path = '/admin/api/2026-10/graphql.json'
  beforeEach(() => nock.disableNetConnect())
  afterEach(() => {
    expect(nock.pendingMocks()).toEqual([])
    nock.cleanAll()
    nock.enableNetConnect()
  })
  const place = () =>
    problemOf(
      clientOf({ shop: 'North-Roast.myshopify.com', accessToken: 't' }).placeCode(coupon({ percent: 10 })),
    )

  it.each<[string, object, boolean, string]>([
    [
      'without permission',
      { errors: [{ message: 'denied', extensions: { code: 'ACCESS_DENIED' } }] },
      false,
      'write_discounts',
    ],
    [
      'of trouble inside',
      { errors: [{ message: 'x', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] },
      true,
      'trouble',
    ],
    ['of an unknown field', { errors: [{ message: 'Field x does not exist' }] }, false, 'Field x'],
    ['of another shape', { data: { discountCodeBasicCreate: 5 } }, false, 'not understood'],
    [
      'with a reason',
      {
        data: {
          discountCodeBasicCreate: {
            codeDiscountNode: null,
            userErrors: [
              { code: 'INVALID', field: ['basicCodeDiscount', 'endsAt'], message: 'must be later' },
            ],
          },
        },
      },
      false,
      'basicCodeDiscount.endsAt: must be later',
    ],
  ])('%s is put into words', async (_, answer, retryable, words) => {
    nock(host).post(path).matchHeader('x-shopify-access-token', 't').reply(200, answer)
    const problem = await place()
    expect(problem.retryable).toBe(retryable)
    expect(problem.message).toContain(words)
  })

  it('that is a page is tried again', async () => {
    nock(host).post(path).reply(200, '<html>maintenance</html>', { 'content-type': 'text/html' })
    expect(await place()).toMatchObject({ retryable: true })
  })

  it('that sends the token elsewhere is not followed', async () => {
    nock(host).post(path).reply(307, '', { location: 'https://evil.example/' })
    await place()
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
