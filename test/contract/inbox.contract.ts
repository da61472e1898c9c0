import { beforeAll, expect, it } from 'vitest'
import { AppError } from '../../src/app-error.ts'
import { createInbox } from '../../src/store/hot/inbox.ts'
import { promptMs } from '../support/eventually.ts'
import { delivered, paid, type StoreShop } from '../support/store-shop.ts'

/** What every inbox must do. */
export function inboxContract(open: () => StoreShop): void {
  let shop: StoreShop
  let where: { merchantId: string; tillId: string }
  beforeAll(async () => {
    shop = open()
    const merchantId = await shop.merchant()
    where = { merchantId, tillId: await shop.till(merchantId) }
  })
  const rows = async () => {
    const { rows: found } = await shop.db.pool.query<{ delivery_id: string; body: Buffer; topic: string }>(
      'SELECT delivery_id, topic, body FROM delivery WHERE merchant_id = $1 ORDER BY delivery_id',
      [where.merchantId],
    )
    return found
  }

  it('stores what comes together in a few commits, and repeats once', async () => {
    let statements = 0
    const counting = {
      query: (...given: Parameters<typeof shop.db.pool.query>) => {
        statements += 1
        return shop.db.pool.query(...given)
      },
    } as typeof shop.db.pool
    const inbox = createInbox(counting, () => shop.clock.now)
    const messages = Array.from({ length: 100 }, (_, at) => ({
      ...paid(where, `order-${at}`, 'nobody'),
      deliveryId: `msg-${at}`,
    }))
    const answers = await Promise.all(
      [...messages, ...messages, ...messages].map((each) => inbox.accept(each)),
    )
    expect(statements).toBeLessThan(6)
    expect(await rows()).toHaveLength(100)
    expect((await inbox.accept(messages[7]!)).fresh).toBe(false)
    expect(answers.filter((answer) => answer.fresh).length).toBeGreaterThanOrEqual(100)
  })

  it('takes the same deliveries through two doors at once, in opposite orders', async () => {
    const doors = [shop, shop].map(() => createInbox(shop.db.pool, () => shop.clock.now))
    for (let round = 0; round < 5; round += 1) {
      const sent = Array.from({ length: 200 }, (_, at) =>
        delivered(where, 'doors', { round, at, filler: 'x'.repeat(2000) }, `door-${round}-${at}`),
      )
      const told = [sent, sent.toReversed()]
      const answers = await Promise.all(
        doors.flatMap((door, at) => told[at]!.map((each) => door.accept(each).then(() => 200))),
      )
      expect(new Set(answers)).toEqual(new Set([200]))
    }
    expect((await rows()).filter((row) => row.topic === 'doors')).toHaveLength(1000)
  })

  it('keeps every body to the byte', async () => {
    const body = Buffer.from(Array.from({ length: 512 }, (_, at) => at % 256))
    const message = { ...delivered(where, 'bytes', {}, 'bytes'), body }
    await Promise.all([
      shop.inbox.accept(message),
      shop.inbox.accept({ ...message, deliveryId: 'empty', body: Buffer.alloc(0) }),
      shop.inbox.accept({ ...message, deliveryId: 'bytes-2', body: Buffer.concat([body, body]) }),
    ])
    const kept = new Map((await rows()).map((row) => [row.delivery_id, row.body]))
    expect(kept.get('bytes')?.equals(body)).toBe(true)
    expect(kept.get('bytes-2')?.equals(Buffer.concat([body, body]))).toBe(true)
    expect(kept.get('empty')).toHaveLength(0)
  })

  it('takes other content under a known webhook id as another delivery', async () => {
    const first = delivered(where, 'order.paid', { id: 'one' }, 'captured')
    const second = delivered(where, 'order.paid', { id: 'two' }, 'captured')
    expect([await shop.inbox.accept(first), await shop.inbox.accept(second)]).toEqual([
      { fresh: true },
      { fresh: true },
    ])
  })

  it('stores a name that no database can hold, and the others beside it', async () => {
    const odd = { ...delivered(where, 'a\0b', {}, 'odd\0'), body: Buffer.from('odd') }
    const answers = await Promise.all([
      shop.inbox.accept(odd),
      shop.inbox.accept(delivered(where, 'order.paid', {}, 'beside')),
    ])
    expect(answers).toEqual([{ fresh: true }, { fresh: true }])
    expect((await rows()).map((row) => row.topic)).toContain('ab')
  })

  it('says 503 within five seconds when the database hangs, also to those who wait behind', async () => {
    const hanging = { query: () => new Promise(() => undefined) } as unknown as typeof shop.db.pool
    const inbox = createInbox(hanging, () => shop.clock.now)
    const begin = performance.now()
    const waiting = [1, 2, 3].map((number) =>
      inbox.accept(delivered(where, 'order.paid', { number })).catch((error: unknown) => error),
    )
    for (const refusal of await Promise.all(waiting)) {
      expect(refusal).toBeInstanceOf(AppError)
      expect(refusal).toMatchObject({ status: 503, headers: { 'Retry-After': '5' } })
    }
    expect(performance.now() - begin).toBeLessThan(promptMs)
  })
}
