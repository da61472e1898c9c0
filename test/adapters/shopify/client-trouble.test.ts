import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ShopifyDouble, startShopify } from '../../doubles/shopify.ts'
import { clientOf, coupon, problemOf } from './code-to-place.ts'

let shop: ShopifyDouble
beforeEach(async () => {
  shop = await startShopify()
})
afterEach(() => shop.close())

const client = (options = {}) => clientOf(shop, { apiUrl: shop.url, ...options })

describe('a till in trouble', () => {
  const place = (options = {}) => problemOf(client(options).placeCode(coupon({ percent: 10 })))

  it('is tried again when it is down, slow or failing', async () => {
    shop.faults.outage = true
    expect(await place()).toMatchObject({ retryable: true, reason: 'unreachable' })
    shop.faults.outage = false
    for (const status of [500, 502, 503]) {
      shop.faults.status = status
      expect(await place()).toMatchObject({ retryable: true, reason: 'trouble' })
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
    expect(await place()).toMatchObject({ retryable: true, retryAfterMs: 2000, reason: 'throttled' })
    shop.faults.status = null
    shop.faults.throttled = true
    const throttled = await place()
    expect(throttled.retryable).toBe(true)
    expect(throttled.retryAfterMs).toBeGreaterThanOrEqual(500)
  })

  it.each([
    [401, 'sign-in', 'connect the shop again'],
    [402, 'closed', 'frozen'],
    [403, 'no-permission', 'permissions'],
    [404, 'closed', 'no shop'],
    [423, 'closed', 'locked'],
  ])('needs a person after HTTP %i', async (status, reason, words) => {
    shop.faults.status = status
    const problem = await place()
    expect(problem).toMatchObject({ retryable: false, reason })
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
