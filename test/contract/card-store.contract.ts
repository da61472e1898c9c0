import { beforeAll, expect, it } from 'vitest'
import type { DeliveryResult } from '../../src/ports/store.ts'
import { createCodePools } from '../../src/store/code-pools.ts'
import { delivered, paid, type StoreShop } from '../support/store-shop.ts'

const nothing = { books: [], orders: [], deliveries: [], outbox: [] }

/** What every store of cards must do, however many work on it at once. */
export function cardStoreContract(open: () => StoreShop): void {
  let shop: StoreShop
  let merchantId: string
  let where: { merchantId: string; tillId: string }
  beforeAll(async () => {
    shop = open()
    merchantId = await shop.merchant()
    where = { merchantId, tillId: await shop.till(merchantId) }
    await shop.drain()()
  })
  const ledger = async (cardId: string) => {
    const { rows } = await shop.db.pool.query<{ effect_key: string; count: number; balance: number }>(
      'SELECT effect_key, count, balance FROM stamp_ledger WHERE merchant_id = $1 AND card_id = $2 ORDER BY at, id',
      [merchantId, cardId],
    )
    return rows
  }
  const states = async (topic: string) => {
    const { rows } = await shop.db.pool.query<{ state: string; attempts: number; note: string | null }>(
      'SELECT state, attempts, note FROM delivery WHERE merchant_id = $1 AND topic = $2 ORDER BY delivery_id',
      [merchantId, topic],
    )
    return rows
  }

  it('gives a delivery to one worker only', async () => {
    const sent = Array.from({ length: 20 }, (_, at) => delivered(where, 'claims', { at }, `claim-${at}`))
    await Promise.all(sent.map((each) => shop.inbox.accept(each)))
    const claim = () =>
      shop.store.transact(async (tx) => {
        const claimed = await tx.claimDeliveries(5)
        const deliveries = claimed.map(({ id }) => done(id))
        await tx.save({ ...nothing, deliveries })
        return claimed.map((each) => each.deliveryId)
      })
    const taken = (await Promise.all([claim(), claim(), claim(), claim()])).flat()
    const rest = (await claim()).concat(await claim(), await claim(), await claim())
    expect(new Set([...taken, ...rest]).size).toBe(20)
    expect([...taken, ...rest]).toHaveLength(20)
  })

  it('passes over what another worker holds, and returns it when that one dies', async () => {
    if (shop.db.embedded) return
    await shop.inbox.accept(delivered(where, 'held', {}, 'held'))
    const gate = Promise.withResolvers<void>()
    const held = Promise.withResolvers<number>()
    const dying = shop.store.transact(async (tx) => {
      held.resolve((await tx.claimDeliveries(10)).length)
      await gate.promise
      throw new Error('killed')
    })
    expect(await held.promise).toBe(1)
    const claim = () => shop.store.transact(async (tx) => (await tx.claimDeliveries(10)).length)
    expect(await claim()).toBe(0)
    gate.resolve()
    await expect(dying).rejects.toThrow('killed')
    expect(await claim()).toBe(1)
    await shop.drain()()
  })

  it('counts each purchase once when workers drain overlapping orders and cards side by side', async () => {
    const cards = await Promise.all([1, 2, 3].map(() => shop.card(merchantId, 7)))
    const messages = Array.from({ length: 60 }, (_, at) => paid(where, `race-${at}`, cards[at % 3]!.serial))
    const again = messages.map((each, at) => ({ ...each, deliveryId: `again-${at}` }))
    await Promise.all([...messages, ...again].map((each) => shop.inbox.accept(each)))
    await Promise.all([5, 7, 11].map((batchSize) => shop.drain({ batchSize })()))
    for (const card of cards) {
      const entries = await ledger(card.id)
      expect(entries.map((entry) => entry.balance)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1))
      const record = await shop.cards.find(merchantId, card.id)
      expect(record).toMatchObject({ cycle: 3, stamps: 6 })
      expect(record?.coupons.map((coupon) => [coupon.cycle, coupon.state])).toEqual([
        [2, 'active'],
        [1, 'active'],
      ])
    }
  })

  it('works off a backlog in several lanes, and says how much that was', async () => {
    const card = await shop.card(merchantId, 100)
    const messages = Array.from({ length: 47 }, (_, at) => paid(where, `lane-${at}`, card.serial))
    await Promise.all(messages.map((each) => shop.inbox.accept(each)))
    expect(await shop.drain({ batchSize: 5, lanes: 3 })()).toBe(47)
    expect(await shop.cards.find(merchantId, card.id)).toMatchObject({ stamps: 47 })
    expect(await shop.drain({ batchSize: 5, lanes: 3 })()).toBe(0)
  })

  it('never waits in a ring, also for orders without a card and effects of many orders', async () => {
    const send = async (prefix: string) => {
      const sent = Array.from({ length: 120 }, (_, at) =>
        paid(where, `${prefix}-${at % 60}`, 'nobody', { total: at }),
      )
      await Promise.all(sent.map((each) => shop.inbox.accept(each)))
    }
    const parse = ({ body }: { body: Buffer }) => {
      const { id } = (JSON.parse(body.toString()) as { data: { id: string } }).data
      return {
        ok: true as const,
        events: [
          { kind: 'cancellation' as const, orderId: id },
          { kind: 'fetch-order' as const, orderId: id },
        ],
      }
    }
    const timeOf = async (batchSizes: number[]) => {
      const begin = performance.now()
      await Promise.all(batchSizes.map((batchSize) => shop.drain({ parse, batchSize })()))
      return performance.now() - begin
    }
    await send('alone')
    const alone = await timeOf([30])
    await send('ring')
    // Postgres looks for rings after a second; a slow machine needs that long for the work itself.
    expect(await timeOf([30, 31, 32, 33])).toBeLessThan(Math.max(1000, 3 * alone))
    const { rows } = await shop.db.pool.query(
      "SELECT count(*)::int AS count FROM till_order WHERE merchant_id = $1 AND external_id LIKE 'ring-%'",
      [merchantId],
    )
    expect(rows).toEqual([{ count: 60 }])
  })

  it('stops at an effect that was entered already, and saves nothing of that transaction', async () => {
    const card = await shop.card(merchantId)
    const stamp = { merchantId, cardId: card.id, count: 2, reason: 'Welcome', effectKey: 'tripwire' }
    const first = await shop.addStamps(stamp)
    const entry = { channel: 'api', effectKey: 'tripwire', reason: 'again' }
    const twice = shop.store.transact(async (tx) => {
      const books = await tx.lockCards([{ merchantId, id: card.id }], { wholeHistory: true })
      const [book] = books.values()
      if (!book) throw new Error('no card')
      Object.assign(book.card, { total: 4 })
      book.visible = true
      const rest = { merchantId, cardId: card.id, tillId: null, orderId: null, at: shop.clock.now }
      book.ledger.push({ ...entry, ...rest, id: crypto.randomUUID(), count: 2, balance: 4 })
      await tx.save({ ...nothing, books: [book] })
    })
    await expect(twice).rejects.toMatchObject({ code: '23505' })
    expect(await shop.cards.find(merchantId, card.id)).toMatchObject({ stamps: 2 })
    expect(await ledger(card.id)).toHaveLength(1)
    expect(await shop.addStamps(stamp)).toEqual(first)
  })

  it('sets a delivery aside that cannot be saved, and goes on with its batch', async () => {
    const card = await shop.card(merchantId)
    const poison = { ...paid(where, 'bad\0order', card.serial), topic: 'poison', deliveryId: 'a' }
    const others = ['b', 'c'].map((id) => ({
      ...paid(where, id, card.serial),
      topic: 'poison',
      deliveryId: id,
    }))
    await Promise.all([poison, ...others].map((each) => shop.inbox.accept(each)))
    // As a reader that lets through what the database refuses.
    const lenient = (delivery: { body: Buffer; deliveryId: string }) => ({
      ok: true as const,
      events: [
        {
          kind: 'cancellation' as const,
          orderId: delivery.deliveryId === 'a' ? 'bad\0order' : delivery.deliveryId,
        },
      ],
    })
    await shop.drain({ parse: lenient })()
    const [bad, ...good] = await states('poison')
    expect(bad).toMatchObject({ state: 'pending', attempts: 1 })
    expect(bad?.note).not.toBeNull()
    expect(good.map((each) => each.state)).toEqual(['done', 'done'])
    expect(await shop.drain({ parse: lenient })()).toBe(0)
    for (let tries = 0; tries < 12; tries += 1) {
      shop.clock.now += 3_600_000
      await shop.drain({ parse: lenient })()
    }
    expect((await states('poison'))[0]).toMatchObject({ state: 'failed', attempts: 10 })
  })

  it('counts a sale whose texts the database cannot keep as they are', async () => {
    const card = await shop.card(merchantId)
    const odd = paid(where, 'odd-texts', card.serial, {
      number: 'A\0 17',
      customer: { id: 'c\0' },
      discountCodes: ['\0NONE'],
      lines: [{ id: 'half', name: 'Cake \ud83d', quantity: 1, total: 500 }],
    })
    await shop.inbox.accept({ ...odd, topic: 'odd-texts' })
    await shop.drain()()
    expect(await states('odd-texts')).toEqual([{ state: 'done', attempts: 1, note: null }])
    expect(await ledger(card.id)).toHaveLength(1)
  })

  it('gives an order of a till system to the first shop that brings it', async () => {
    const shops = [where.tillId, await shop.till(merchantId)]
    const keys = shops.map((tillId) => ({ merchantId, tillId, externalId: 'gid-77' }))
    const bring = (key: (typeof keys)[number]) => shop.store.transact((tx) => tx.ownOrders([key]))
    const first = await Promise.all(keys.map(bring))
    expect(first.filter((foreign) => foreign.size > 0)).toHaveLength(1)
    expect(await Promise.all(keys.map(bring))).toEqual(first)
  })

  it('gives pool codes in the order of their import, each once', async () => {
    const { rewardId } = await shop.card(merchantId, 5, { codeSource: 'pool' })
    await createCodePools(shop.db).add(merchantId, rewardId, ['P-1', 'P-2'], shop.clock.now)
    await createCodePools(shop.db).add(merchantId, rewardId, ['A-3', 'P-1'], shop.clock.now + 1)
    const take = () => shop.store.transact((tx) => tx.takePoolCode(merchantId, rewardId, crypto.randomUUID()))
    expect(await take()).toBe('P-1')
    const rest = await Promise.all([take(), take(), take()])
    expect(rest.toSorted()).toEqual(['A-3', 'P-2', null])
  })

  const done = (id: string): DeliveryResult => ({
    merchantId,
    id,
    state: 'done',
    note: null,
    orderId: null,
    nextAttemptAt: shop.clock.now,
  })
}
