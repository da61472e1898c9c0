import { beforeEach, expect, it } from 'vitest'
import type { OutboxRow } from '../../src/ports/store.ts'
import type { StoreShop } from '../support/store-shop.ts'

/** What every outbox must do. */
export function outboxContract(open: () => StoreShop): void {
  let shop: StoreShop
  let merchantId: string
  beforeEach(async () => {
    shop = open()
    merchantId = crypto.randomUUID()
    await shop.db.pool.query('TRUNCATE outbox')
  })
  const row = (key: string, kind: OutboxRow['kind'] = 'place-code'): OutboxRow => ({ merchantId, kind, key })
  const owe = (...outbox: OutboxRow[]) =>
    shop.store.transact((tx) => tx.save({ books: [], orders: [], deliveries: [], outbox }))
  const lease = async (kind: OutboxRow['kind'] = 'place-code', limit = 100) => shop.outbox.lease(kind, limit)
  const due = async () => (await shop.pending.due()).outbox

  it('lends each row to one worker, and says what is due', async () => {
    await owe(...Array.from({ length: 30 }, (_, at) => row(`c/${at}`)), row('card', 'push-pass'))
    expect((await due()).toSorted()).toEqual(['place-code', 'push-pass'])
    const lent = (await Promise.all([lease('place-code', 12), lease('place-code', 12), lease()])).flat()
    expect(new Set(lent.map((each) => each.key)).size).toBe(30)
    expect(lent).toHaveLength(30)
    expect(await lease()).toEqual([])
    expect(await due()).toEqual(['push-pass'])
    await shop.outbox.settle(lent)
    shop.clock.now += 60_000
    expect(await lease()).toEqual([])
  })

  it('lends no more than it is asked for, when thousands are owed at once to a table known to be empty', async () => {
    await shop.db.pool.query('VACUUM ANALYZE outbox')
    // A statement that is kept is planned anew five times, and then as it is planned without looking.
    for (let i = 0; i < 100; i++) await lease()
    await owe(...Array.from({ length: 3000 }, () => row(crypto.randomUUID())))
    for (let i = 0; i < 20; i++) expect(await lease('place-code', 100)).toHaveLength(100)
  })

  it('lends the oldest first, or the newest', async () => {
    for (const key of ['first', 'second', 'third', 'fourth']) {
      shop.clock.now += 1000
      await owe(row(key))
    }
    const keys = (rows: { key: string }[]) => rows.map(({ key }) => key).toSorted()
    expect(keys(await shop.outbox.lease('place-code', 2, 'newest'))).toEqual(['fourth', 'third'])
    expect(keys(await lease('place-code', 1))).toEqual(['first'])
  })

  it('owes once what is asked for twice, and again what is asked for after it was done', async () => {
    await owe(row('c/1'))
    await owe(row('c/1'), row('c/1'))
    const lent = await lease()
    expect(lent).toHaveLength(1)
    await shop.outbox.settle(lent)
    expect(await lease()).toEqual([])
    await owe(row('c/1'))
    expect(await lease()).toHaveLength(1)
  })

  it('keeps due what changed while it was carried out', async () => {
    await owe(row('c/1'), row('card', 'push-pass'))
    const code = await lease()
    const push = await lease('push-pass')
    await owe(row('c/1'), row('card', 'push-pass'))
    await shop.outbox.settle(code)
    await shop.outbox.settle(push)
    expect(await lease()).toHaveLength(1)
    // Pushes of one card keep a distance.
    expect(await lease('push-pass')).toEqual([])
    shop.clock.now += 2000
    expect(await lease('push-pass')).toHaveLength(1)
  })

  it('settles and records what hundreds of lanes finish at once', async () => {
    await owe(...Array.from({ length: 300 }, (_, at) => row(`c/${at}`)))
    const lent = await lease('place-code', 300)
    await owe(row('c/7'))
    await Promise.all(
      lent.map(async (each) => {
        await shop.outbox.recordAttempt(each, true, `told\0 ${each.key}`)
        await shop.outbox.settle([each])
      }),
    )
    const { rows } = await shop.db.pool.query<{ key: string; detail: string }>(
      'SELECT key, detail FROM outgoing_attempt WHERE merchant_id = $1 AND ok',
      [merchantId],
    )
    expect(rows).toHaveLength(300)
    expect(rows.every(({ key, detail }) => detail === `told ${key}`)).toBe(true)
    expect((await lease()).map(({ key }) => key)).toEqual(['c/7'])
  })

  it('lends longer what is being settled just then, in whatever order', async () => {
    for (let round = 0; round < 8; round += 1) {
      await owe(...Array.from({ length: 300 }, () => row(crypto.randomUUID())))
      const lent = await lease('place-code', 300)
      await Promise.all([
        shop.outbox.extend(lent.toReversed()),
        shop.outbox.settle(lent),
        shop.outbox.extend(lent),
      ])
      shop.clock.now += 60_000
      expect(await lease('place-code', 300)).toEqual([])
    }
  })

  it('lets changes within two seconds become one push, and the first go at once', async () => {
    await owe(row('card', 'push-pass'))
    await shop.outbox.settle(await lease('push-pass'))
    for (let change = 0; change < 3; change += 1) {
      shop.clock.now += 300
      await owe(row('card', 'push-pass'))
      expect(await lease('push-pass')).toEqual([])
    }
    shop.clock.now += 2000
    expect(await lease('push-pass')).toHaveLength(1)
  })

  it('returns the rows of a worker that died after its lease, as tried once more', async () => {
    await owe(row('c/1'))
    expect(await lease()).toMatchObject([{ attempts: 0 }])
    shop.clock.now += 14_000
    expect(await lease()).toEqual([])
    shop.clock.now += 2000
    const again = await lease()
    // Nobody knows whether the dead one had made the code.
    expect(again).toMatchObject([{ attempts: 1 }])
    await shop.outbox.settle(again)
    await owe(row('c/1'))
    expect(await lease()).toMatchObject([{ attempts: 0 }])
  })

  it('extends a lease while its row is worked on, and revives none that was given back', async () => {
    await owe(row('c/1'), row('c/2'))
    const [first, second] = await lease()
    await shop.outbox.settle([second!])
    shop.clock.now += 10_000
    await shop.outbox.extend([first!, second!])
    await owe(row('c/2'))
    shop.clock.now += 10_000
    expect((await lease()).map((each) => each.key)).toEqual([second!.key])
  })

  it('tries again when it is told to, and remembers why', async () => {
    await owe(row('c/1'))
    const [lent] = await lease()
    await shop.outbox.postpone(lent!, shop.clock.now + 5000, 'the till is down')
    expect(await due()).toEqual([])
    expect(await lease()).toEqual([])
    shop.clock.now += 5000
    const [again] = await lease()
    expect(again).toMatchObject({ key: 'c/1', attempts: 1 })
    const { rows } = await shop.db.pool.query('SELECT last_error FROM outbox WHERE merchant_id = $1', [
      merchantId,
    ])
    expect(rows).toEqual([{ last_error: 'the till is down' }])
    await shop.outbox.recordAttempt(again!, false, 'x'.repeat(2000))
    await shop.outbox.settle([again!])
  })
}
