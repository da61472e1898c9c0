import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LeasedRow } from '../../src/ports/outbox.ts'
import { newId } from '../../src/secrets/random-id.ts'
import { touchingCards, touchOn } from '../../src/store/hot/touch-cards.ts'
import { createOutbox, createPendingWork } from '../../src/store/outbox.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'

const now = Date.parse('2026-11-22T12:00:00Z')
const second = now / 1000

await describeSettings(
  'a change that shows on all cards',
  (name) => {
    let setting: Setting
    const clock = { now }
    beforeAll(async () => {
      setting = await openSetting(name)
    })
    afterAll(() => setting.close())

    const pool = () => setting.database.pool
    /** @param share of the cards that are on a phone: every so manieth */
    async function shopOf(count: number, share = 10) {
      const [merchantId, programId] = [newId(now), newId(now)]
      await pool().query(
        `INSERT INTO card (merchant_id, id, program_id, version, serial, modified_second, created_at, state)
          SELECT $1, gen_random_uuid(), $2, 1, gen_random_uuid(), $3, $4, 'active' FROM generate_series(1, $5)`,
        [merchantId, programId, second, new Date(now), count],
      )
      await pool().query(
        `INSERT INTO apple_registration (merchant_id, card_id, device_id, push_token, revision, tag, created_at, registered_at)
          SELECT merchant_id, id, id, 'token', 0, 0, $2, $2 FROM (
            SELECT *, row_number() OVER () AS n FROM card WHERE merchant_id = $1) AS c WHERE n % $3 = 0`,
        [merchantId, new Date(now), share],
      )
      return { merchantId, programId: null, program: programId }
    }
    const figures = async (merchantId: string) => {
      const { rows } = await pool().query(
        `SELECT count(*)::int AS cards, min(revision) AS least, max(revision) AS most, max(modified_second)::int AS second,
          (SELECT count(*)::int FROM outbox WHERE merchant_id = $1 AND kind = 'push-pass') AS pushes
          FROM card WHERE merchant_id = $1`,
        [merchantId],
      )
      return rows[0]
    }
    const owed = async (merchantId: string) => {
      const due = await createOutbox(pool(), () => clock.now).lease('touch-cards', 1000)
      return due.filter((row) => row.merchantId === merchantId)
    }
    const make = (shop: { merchantId: string; programId: string | null }, change: () => Promise<boolean>) =>
      touchingCards({ pool: pool(), now }, shop, change, (result) => result)

    test('reaches each card once and pushes only to those on a phone, before the answer in a small shop', async () => {
      const [shop, other] = [await shopOf(92), await shopOf(3)]
      expect(await make(shop, async () => true)).toBe(true)
      const touched = { cards: 92, least: 2, most: 2, second: second + 1, pushes: 9 }
      expect(await figures(shop.merchantId)).toEqual(touched)
      expect(await figures(other.merchantId)).toMatchObject({ least: 1, most: 1, pushes: 0 })
      clock.now = now + 60_000
      expect(await owed(shop.merchantId)).toEqual([])
    })

    test('of one program leaves the others’ cards alone; erased cards stay as they are', async () => {
      const shop = await shopOf(4)
      await pool().query(
        `UPDATE card SET state = 'erased' WHERE merchant_id = $1 AND id = (SELECT id FROM card WHERE merchant_id = $1 LIMIT 1)`,
        [shop.merchantId],
      )
      await make({ ...shop, programId: newId(now) }, async () => true)
      expect(await figures(shop.merchantId)).toMatchObject({ most: 1 })
      await make({ ...shop, programId: shop.program }, async () => true)
      expect(await figures(shop.merchantId)).toMatchObject({ least: 1, most: 2 })
    })

    test('that turned out to be none touches nothing and leaves nothing to do', async () => {
      const shop = await shopOf(4)
      expect(await make(shop, async () => false)).toBe(false)
      expect(await figures(shop.merchantId)).toMatchObject({ most: 1, pushes: 0 })
      clock.now = now + 120_000
      expect(await owed(shop.merchantId)).toEqual([])
    })

    test('is taken up by a worker when its process died on the way', async () => {
      const shop = await shopOf(25, 1)
      clock.now = now
      const dies = make(shop, () => Promise.reject(new Error('the machine lost its power')))
      await expect(dies).rejects.toThrow('power')
      expect(await owed(shop.merchantId)).toEqual([])
      clock.now = now + 31_000
      expect((await createPendingWork(pool(), () => clock.now).due()).outbox).toContain('touch-cards')
      const [row] = await owed(shop.merchantId)
      const slices: string[][] = []
      const tell = (owed: string[]) => void slices.push(owed)
      expect(await touchOn(pool(), row!, () => clock.now, tell)).toBe(true)
      expect(slices).toEqual([['push-pass'], ['push-pass'], ['push-pass']])
      expect(await figures(shop.merchantId)).toMatchObject({ least: 2, most: 2, pushes: 25 })
    })

    const turn = (row: LeasedRow) =>
      touchOn(
        pool(),
        row,
        () => clock.now,
        () => undefined,
      )

    test('of a large shop goes on in turns of a second, each where the last one ended', async () => {
      const shop = await shopOf(245, 1)
      clock.now = now
      await make(shop, async () => true)
      expect(await figures(shop.merchantId)).toMatchObject({ least: 1, most: 2, pushes: 100 })
      const [first] = await owed(shop.merchantId)
      const began = performance.now()
      expect(await turn(first!)).toBe(false)
      expect(performance.now() - began).toBeGreaterThan(900)
      expect(await figures(shop.merchantId)).toMatchObject({ least: 1, most: 2, pushes: 200 })
      // What its worker says afterwards of the turn that it had does not end the whole.
      await createOutbox(pool(), () => clock.now).settle([first!])
      const [second] = await owed(shop.merchantId)
      expect(await turn(second!)).toBe(true)
      // Each card once, whoever touched it.
      expect(await figures(shop.merchantId)).toMatchObject({ least: 2, most: 2, pushes: 245 })
      await createOutbox(pool(), () => clock.now).settle([second!])
      clock.now = now + 60_000
      expect(await owed(shop.merchantId)).toEqual([])
    })

    test('that comes while an earlier one goes on takes its place', async () => {
      const shop = await shopOf(130, 1000)
      const other = await shopOf(130, 1000)
      clock.now = now
      for (const one of [shop, other]) await make({ ...one, programId: one.program }, async () => true)
      const [begun] = await owed(shop.merchantId)
      await make(shop, async () => true)
      const left = await owed(shop.merchantId)
      expect(left).toHaveLength(1)
      expect(left[0]!.key).not.toBe(begun!.key)
      // Whoever was at the earlier one ends, and leaves nothing.
      await turn(begun!)
      await createOutbox(pool(), () => clock.now).settle([begun!])
      expect(await turn(left[0]!)).toBe(true)
      expect(await figures(shop.merchantId)).toMatchObject({ least: 3 })
      await createOutbox(pool(), () => clock.now).settle(left)
      clock.now = now + 60_000
      expect(await owed(shop.merchantId)).toEqual([])
    })
  },
  ['postgres'],
)
