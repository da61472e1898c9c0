import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../src/secrets/random-id.ts'
import { cardsOfRow, touchCards, touchingCards } from '../../src/store/hot/touch-cards.ts'
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

    test('reaches each card once, in slices, and pushes only to those on a phone', async () => {
      const [shop, other] = [await shopOf(920), await shopOf(3)]
      expect(await make(shop, async () => true)).toBe(true)
      const touched = { cards: 920, least: 2, most: 2, second: second + 1, pushes: 92 }
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
      const shop = await shopOf(700)
      clock.now = now
      const dies = make(shop, () => Promise.reject(new Error('the machine lost its power')))
      await expect(dies).rejects.toThrow('power')
      expect(await owed(shop.merchantId)).toEqual([])
      clock.now = now + 31_000
      expect((await createPendingWork(pool(), () => clock.now).due()).outbox).toContain('touch-cards')
      const [row] = await owed(shop.merchantId)
      expect(await touchCards(pool(), cardsOfRow(row!), clock.now)).toBe(true)
      expect(await figures(shop.merchantId)).toMatchObject({ least: 2, most: 2, pushes: 70 })
    })

    test('leaves the rest of very many cards to a worker at once', async () => {
      const shop = await shopOf(1300, 130)
      clock.now = now
      await make(shop, async () => true)
      expect(await figures(shop.merchantId)).toMatchObject({ least: 1, most: 2 })
      const [row] = await owed(shop.merchantId)
      await touchCards(pool(), cardsOfRow(row!), clock.now)
      expect(await figures(shop.merchantId)).toMatchObject({ least: 2, pushes: 10 })
    })
  },
  ['postgres'],
)
