import { beforeAll, expect, it } from 'vitest'
import { createCodePools } from '../../src/store/code-pools.ts'
import type { StoreShop } from '../support/store-shop.ts'

/** What every keeper of coupons' codes must do. */
export function codeRecordsContract(open: () => StoreShop): void {
  let shop: StoreShop
  let merchantId: string
  let square: string
  let shopify: string
  const name = crypto.randomUUID().slice(0, 8)
  const tokens = { square: 'square-token', shopify: 'shopify-token' }
  beforeAll(async () => {
    shop = open()
    merchantId = await shop.merchant()
    square = await shop.till(merchantId, {
      provider: 'square',
      merchantId: `M${name}`,
      accessToken: tokens.square,
    })
    shopify = await connectShopify(tokens.shopify)
  })
  const connectShopify = (accessToken: string) =>
    shop.till(merchantId, { provider: 'shopify', shop: `${name}.myshopify.com`, accessToken })
  /** A coupon whose code has to be made in the tills. */
  const issued = async (reward: Parameters<StoreShop['card']>[2] = {}) => {
    const card = await shop.card(merchantId, 1, reward)
    const effectKey = crypto.randomUUID()
    await shop.addStamps({ merchantId, cardId: card.id, count: 1, reason: 'test', effectKey })
    const record = await shop.cards.find(merchantId, card.id)
    return { ...record!.coupons[0]!, rewardId: card.rewardId }
  }
  const has = (keys: { id: string }[], couponId: string) => keys.some((key) => key.id === couponId)
  const placed = (couponId: string, tillId: string) =>
    shop.codes.record(merchantId, couponId, tillId, { state: 'placed', externalId: `at-${tillId}` })

  it('says what is to be made where, with the till’s credentials', async () => {
    const coupon = await issued()
    expect(coupon.placements.map((each) => each.state)).toEqual(['pending', 'pending'])
    expect(await shop.codes.find(merchantId, coupon.id, square)).toMatchObject({
      coupon: { id: coupon.id, code: coupon.code, state: 'issuing' },
      placement: { state: 'pending', externalId: null },
      credentials: { provider: 'square', merchantId: `M${name}`, accessToken: tokens.square },
    })
    expect(await shop.codes.find(merchantId, coupon.id, crypto.randomUUID())).toBeNull()
    expect(await shop.codes.find(crypto.randomUUID(), coupon.id, square)).toBeNull()
  })

  it('calls a coupon ready when every till has its code, or one has it after a minute', async () => {
    const coupon = await issued()
    const key = { merchantId, id: coupon.id }
    expect(await shop.codes.isReady(key)).toBe(false)
    await placed(coupon.id, square)
    expect(await shop.codes.isReady(key)).toBe(false)
    shop.clock.now += 61_000
    expect(await shop.codes.isReady(key)).toBe(true)
    expect(has(await shop.codes.ready(1000), coupon.id)).toBe(true)
    const second = await issued()
    await placed(second.id, square)
    await placed(second.id, shopify)
    expect(await shop.codes.isReady({ merchantId, id: second.id })).toBe(true)
    const alone = await issued()
    shop.clock.now += 61_000
    expect(await shop.codes.isReady({ merchantId, id: alone.id })).toBe(false)
  })

  it('gives open coupons a place in a till that is connected later, and failed ones another try', async () => {
    const coupon = await issued()
    await placed(coupon.id, square)
    await shop.codes.record(merchantId, coupon.id, shopify, { state: 'failed', error: 'no scope' })
    await shop.db.pool.query('TRUNCATE outbox')
    expect(await connectShopify('new-token')).toBe(shopify)
    const stall = await shop.till(merchantId)
    const found = await shop.codes.find(merchantId, coupon.id, shopify)
    expect(found).toMatchObject({
      placement: { state: 'pending' },
      credentials: { accessToken: 'new-token' },
    })
    expect(await shop.codes.find(merchantId, coupon.id, square)).toMatchObject({
      placement: { state: 'placed', externalId: `at-${square}` },
    })
    // An open till asks for codes itself: nothing is to be made there.
    expect(await shop.codes.find(merchantId, coupon.id, stall)).toMatchObject({
      placement: { state: 'placed' },
    })
    const owed = await shop.outbox.lease('place-code', 1000)
    expect(owed.filter((row) => row.key.startsWith(coupon.id)).map((row) => row.key)).toEqual([
      `${coupon.id}/${shopify}`,
    ])
  })

  it('forgets the credentials of a till that ended, and does not wait for it', async () => {
    const coupon = await issued()
    await placed(coupon.id, shopify)
    await shop.store.transact((tx) => tx.endTill({ merchantId, id: square }, 'revoked', Date.now()))
    expect(await shop.codes.credentials({ merchantId, id: square })).toBeNull()
    expect((await shop.codes.find(merchantId, coupon.id, square))?.credentials).toBeNull()
    expect(await shop.codes.isReady({ merchantId, id: coupon.id })).toBe(true)
  })

  it('finds coupons whose time is over, and those that wait for a pool that has codes', async () => {
    const short = await issued({ kind: 'staff_scan', codeSource: undefined, expiresAfterDays: 1 })
    expect(has(await shop.codes.overdue(1000), short.id)).toBe(false)
    const pooled = await issued({ codeSource: 'pool' })
    expect(pooled).toMatchObject({ state: 'issuing', code: null })
    expect(has(await shop.codes.waitingForPool(1000), pooled.id)).toBe(false)
    await createCodePools(shop.db).add(merchantId, pooled.rewardId, [`POOL-${name}`], shop.clock.now)
    expect(has(await shop.codes.waitingForPool(1000), pooled.id)).toBe(true)
    expect((await shop.pending.due()).coupons).toBe(true)
    shop.clock.now += 86_400_000
    expect(has(await shop.codes.overdue(1000), short.id)).toBe(true)
  })
}
