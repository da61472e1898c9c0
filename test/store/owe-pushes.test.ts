import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addStampsWith } from '../../src/app/add-stamps.ts'
import type { CardSignal } from '../../src/ports/card-signals.ts'
import { newId, newRedeemCode } from '../../src/secrets/random-id.ts'
import { createAppleDevices } from '../../src/store/apple-devices.ts'
import { createGoogleRecords } from '../../src/store/google-records.ts'
import { createCardStore } from '../../src/store/hot/card-store.ts'
import { touchingCards } from '../../src/store/hot/touch-cards.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'
import { createStoreShop, type StoreShop } from '../support/store-shop.ts'

type Card = { merchantId: string; id: string }

await describeSettings(
  'a changed card is owed to the wallets that hold it',
  (name) => {
    let setting: Setting
    let shop: StoreShop
    let merchantId: string
    const told: CardSignal[] = []
    beforeAll(async () => {
      setting = await openSetting(name)
      shop = createStoreShop(setting.database)
      merchantId = await shop.merchant()
    })
    afterAll(() => setting.close())

    const pool = () => setting.database.pool
    const clock = () => shop.clock.now
    const newCard = async (): Promise<Card> => ({ merchantId, id: (await shop.card(merchantId)).id })
    const stamp = ({ id }: Card) => {
      const store = createCardStore(pool(), clock, ({ cards }) => told.push(...cards))
      const add = addStampsWith({ store, clock, newId, newCode: newRedeemCode })
      return add({ merchantId, cardId: id, count: 1, reason: 'a test', effectKey: newId(clock()) })
    }
    const owed = async ({ id }: Card) => {
      const { rows } = await pool().query<{ kind: string; version: number }>(
        'SELECT kind, version FROM outbox WHERE merchant_id = $1 AND key = $2 ORDER BY kind',
        [merchantId, id],
      )
      return rows.map((row) => `${row.kind} ${row.version}`)
    }
    const devices = () => createAppleDevices({ pool: pool(), clock })
    const google = () => createGoogleRecords({ pool: pool(), clock })
    const register = ({ id }: Card) =>
      devices().register({ merchantId, cardId: id, deviceId: `phone-${id}`, pushToken: 'ab12' })

    test('each to its own, and a card in none costs no row; open pages hear of all', async () => {
      const [bare, apple, both] = [await newCard(), await newCard(), await newCard()]
      await register(apple)
      await register(both)
      await google().recordObject(merchantId, both.id, 1, null)
      told.length = 0
      for (const card of [bare, apple, both, both]) await stamp(card)
      expect(await owed(bare)).toEqual([])
      expect(await owed(apple)).toEqual(['push-pass 1'])
      expect(await owed(both)).toEqual(['push-google 2', 'push-pass 2'])
      const { rows } = await pool().query('SELECT id AS "cardId", revision FROM card WHERE id = ANY($1)', [
        [bare.id, apple.id, both.id],
      ])
      for (const each of rows) expect(told).toContainEqual(each)
      expect(told).toHaveLength(4)
    })

    test('whoever saved is told which wallets have something to do now', async () => {
      const [bare, apple, both] = [await newCard(), await newCard(), await newCard()]
      await register(apple)
      await register(both)
      await google().recordObject(merchantId, both.id, 1, null)
      const save = (...cards: Card[]) =>
        shop.store.transact(async (tx) => {
          const books = [...(await tx.lockCards(cards, { wholeHistory: false })).values()]
          for (const book of books) book.visible = true
          return [...(await tx.save({ books, orders: [], deliveries: [], outbox: [] }))].sort()
        })
      expect(await save(bare)).toEqual([])
      expect(await save(bare, apple)).toEqual(['push-pass'])
      // Again while the first push still waits.
      expect(await save(apple, both)).toEqual(['push-google', 'push-pass'])
      const order = { merchantId, kind: 'fetch-order' as const, key: 'till/order' }
      const owing = await shop.store.transact((tx) =>
        tx.save({ books: [], orders: [], deliveries: [], outbox: [order] }),
      )
      expect([...owing]).toEqual(['fetch-order'])
    })

    // Embedded, there is one session: nothing happens at once.
    if (name === 'embedded') return

    /** A transaction that has begun to hold the card, and ends when it is told to. */
    async function holding({ id }: Card): Promise<() => Promise<void>> {
      const client = await pool().connect()
      await client.query('BEGIN')
      await client.query('SELECT FROM card WHERE merchant_id = $1 AND id = $2 FOR SHARE', [merchantId, id])
      await client.query(
        `INSERT INTO apple_registration (merchant_id, card_id, device_id, push_token, created_at)
          VALUES ($1, $2, 'late', 'ab12', now())`,
        [merchantId, id],
      )
      return async () => {
        await client.query('COMMIT')
        client.release()
      }
    }

    test.each([
      ['a stamp', stamp],
      [
        'a change of the look',
        ({ merchantId }: Card) =>
          touchingCards(
            { pool: pool(), now: 0 },
            { merchantId, programId: null },
            async () => undefined,
            () => true,
          ),
      ],
    ])('%s sees the phone that registered just before it', async (_, change) => {
      const card = await newCard()
      const registered = await holding(card)
      const changed = change(card)
      await pause(150)
      await registered()
      await changed
      expect(await owed(card)).toEqual(['push-pass 1'])
    })

    test.each([
      ['a phone', register],
      ['a link for Google', ({ id }: Card) => google().recordObject(merchantId, id, 1, null)],
      [
        'a save in Google',
        ({ id }: Card) =>
          google().noteSaveEvent({ merchantId, cardId: id, kind: 'save', asOf: clock(), nonce: id }),
      ],
    ])('%s that comes during a change begins after it', async (_, hold) => {
      const card = await newCard()
      const order: string[] = []
      const gate = Promise.withResolvers<void>()
      const locked = Promise.withResolvers<void>()
      const change = shop.store.transact(async (tx) => {
        await tx.lockCards([card], { wholeHistory: false })
        locked.resolve()
        await gate.promise
        order.push('changed')
      })
      await locked.promise
      const held = hold(card).then(() => order.push('held'))
      await pause(150)
      gate.resolve()
      await Promise.all([change, held])
      expect(order).toEqual(['changed', 'held'])
    })
  },
  ['embedded', 'postgres'],
)
