import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKeyring } from '../../src/secrets/keyring.ts'
import { createAppleDevices } from '../../src/store/apple-devices.ts'
import { createPassCards } from '../../src/store/faces.ts'
import { describeSettings } from '../support/settings.ts'
import { type ApiServer, type Body, openApiServer } from './api/api-server.ts'

await describeSettings(
  'thousands of phones that were told of one edit',
  (name) => {
    let server: ApiServer
    let shop: { id: string; key: string }
    let held: Body[]
    const open = { now: 0, most: 0 }
    const stores = () => {
      const pool = counting(server.database.pool)
      const keyring = createKeyring(['a secret key of the tests, long enough'])
      return {
        cards: createPassCards(pool, keyring, 'https://stamps.example'),
        devices: createAppleDevices({ pool, clock: () => server.clock.now }),
      }
    }
    /** The pool, which notes how many questions of phones are open at once. */
    const counting = (pool: pg.Pool) =>
      new Proxy(pool, {
        get: (target, key) => {
          if (key !== 'query') return Reflect.get(target, key)
          return async (question: pg.QueryConfig) => {
            open.most = Math.max(open.most, ++open.now)
            return await target.query(question).finally(() => void open.now--)
          }
        },
      })

    beforeAll(async () => {
      server = await openApiServer(name)
      shop = await server.merchant()
      const program = await server.program(shop.key)
      held = []
      for (let n = 0; n < 50; n++) held.push(await server.card(shop.key, program.id))
    }, 180_000)
    afterAll(() => server?.close())

    const phoneOf = (card: Body) => `phone-${card.serial}`
    async function registered() {
      const { devices } = stores()
      for (const card of held)
        await devices.register({
          merchantId: shop.id,
          cardId: card.id,
          deviceId: phoneOf(card),
          pushToken: 'ab12',
        })
      return devices
    }

    test('ask at once, and each is told of its own card, however often it asks', async () => {
      const devices = await registered()
      // Every phone asks twice at the same instant, as after a lost answer.
      const answers = await Promise.all(
        [...held, ...held].map((card) => devices.changed(phoneOf(card), null)),
      )
      expect(answers.map((answer) => answer?.serials)).toEqual(
        [...held, ...held].map(({ serial }) => [serial]),
      )
      for (const [index, card] of held.entries()) {
        // Both answers say the same, and afterwards nothing is new.
        expect(answers[index]).toEqual(answers[index + held.length])
        expect(await devices.changed(phoneOf(card), answers[index]!.tag)).toBeNull()
      }
      expect(await devices.changed('phone of nobody', null)).toBeNull()
    })

    test('fetch their passes at once, and take two connections from those who sell', async () => {
      open.most = 0
      const { cards } = stores()
      const fetched = await Promise.all(
        [...held, ...held].map(async ({ serial }) => {
          const found = (await cards.bySerial(serial))!
          return await cards.face(found.merchantId, found.cardId)
        }),
      )
      expect(fetched.map((face) => face?.serial)).toEqual([...held, ...held].map(({ serial }) => serial))
      // One to find cards, one to read them: others of the ten stay free.
      expect(open.most).toBe(2)
      expect(await cards.bySerial('of no card')).toBeNull()
    })

    test('among them one whose shop cannot be read: the others get their passes', async () => {
      const other = await server.merchant()
      const lost = await server.card(other.key, (await server.program(other.key)).id)
      await server.database.pool.query('UPDATE merchant SET data_key = $2 WHERE id = $1', [
        other.id,
        Buffer.from('not a key of anybody'),
      ])
      const { cards } = stores()
      const asked = [held[0]!, lost, held[1]!, held[2]!]
      const faces = await Promise.allSettled(
        asked.map((card) => cards.face(card === lost ? other.id : shop.id, card.id)),
      )
      expect(faces.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
      const found = await Promise.allSettled(asked.map(({ serial }) => cards.bySerial(serial)))
      expect(found.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
    })

    // Embedded, there is one session, in which nobody waits for anybody.
    if (name === 'embedded') return

    test('do not wait for one whose card is just being deleted', async () => {
      const devices = await registered()
      await Promise.all(held.map((card) => devices.changed(phoneOf(card), null)))
      await server.database.pool.query('UPDATE card SET revision = revision + 1 WHERE merchant_id = $1', [
        shop.id,
      ])
      const client = await server.database.pool.connect()
      try {
        await client.query('BEGIN')
        await client.query('SELECT FROM apple_registration WHERE device_id = $1 FOR UPDATE', [
          phoneOf(held[7]!),
        ])
        const answers = await Promise.all(held.map((card) => devices.changed(phoneOf(card), null)))
        expect(answers.map((answer) => answer?.serials)).toEqual(held.map(({ serial }) => [serial]))
        await client.query('COMMIT')
        // It was told without a mark, and is told once more.
        const again = await devices.changed(phoneOf(held[7]!), answers[7]!.tag)
        expect(again).toMatchObject({ serials: [held[7]!.serial] })
        expect(await devices.changed(phoneOf(held[8]!), answers[8]!.tag)).toBeNull()
      } finally {
        client.release()
      }
    })
  },
  ['embedded', 'postgres'],
)
