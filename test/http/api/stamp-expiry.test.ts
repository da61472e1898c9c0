import { afterAll, beforeAll, expect, it } from 'vitest'
import { expireStampsWith } from '../../../src/app/expire-stamps.ts'
import { createKeyring } from '../../../src/secrets/keyring.ts'
import { newId, newRedeemCode } from '../../../src/secrets/random-id.ts'
import { createAgingCards } from '../../../src/store/aging-cards.ts'
import { createPassCards } from '../../../src/store/faces.ts'
import { createCardStore } from '../../../src/store/hot/card-store.ts'
import { createPendingWork } from '../../../src/store/outbox.ts'
import { createIntake } from '../../support/intake.ts'
import { describeSettings } from '../../support/settings.ts'
import { type ApiServer, type Body, openApiServer } from './api-server.ts'

const day = 86_400_000

await describeSettings(
  'stamps that expire',
  (name) => {
    let server: ApiServer
    let key: string
    let merchantId: string
    let till: { merchantId: string; tillId: string }
    let intake: ReturnType<typeof createIntake>

    beforeAll(async () => {
      server = await openApiServer(name)
      server.clock.now = Date.parse('2026-10-01T10:00:00Z')
      const shop = await server.merchant({ timeZone: 'Europe/Berlin' })
      key = shop.key
      merchantId = shop.id
      const made = await server.call('POST /tills', { key, body: { provider: 'open', name: 'Stall' } })
      till = { merchantId, tillId: made.body.id }
      intake = createIntake(server.database, () => server.clock.now)
    }, 180_000)
    afterAll(() => server?.close())

    const now = () => server.clock.now
    const work = () => {
      const { pool } = server.database
      const store = createCardStore(pool, now)
      const aging = createAgingCards(pool, now)
      return expireStampsWith({ store, clock: now, newId, newCode: newRedeemCode, aging })()
    }
    const due = async () => (await createPendingWork(server.database.pool, now).due()).coupons
    const face = (card: Body) =>
      createPassCards(
        server.database.pool,
        createKeyring(['a secret key of the tests, long enough']),
        'https://stamps.example',
      ).face(merchantId, card.id)
    const read = async (card: Body) => (await server.call(`GET /cards/${card.id}`, { key })).body
    const ledger = async (card: Body) =>
      (await server.call(`GET /cards/${card.id}/ledger`, { key })).body.items

    it('warns, takes them once by the shop’s midnight, and gives them back for a sale made in time', async () => {
      const stampExpiry = { kind: 'sliding', days: 30 }
      const program = await server.program(key, { stampExpiry })
      expect(program.stampExpiry).toEqual(stampExpiry)
      const cards = [await server.card(key, program.id), await server.card(key, program.id)]
      const [card, idle] = cards as [Body, Body]
      for (const each of cards) await intake.sell(till, { card: each.serial })
      const ends = Date.parse('2026-10-31T23:00:00Z')
      const fresh = await face(card)
      expect(fresh).toMatchObject({ stampsExpireAt: ends, stampsExpireSoon: false })
      expect(await due()).toBe(false)

      server.clock.now = Date.parse('2026-10-18T10:00:00Z')
      expect(await due()).toBe(true)
      await work()
      const warned = await face(card)
      expect(warned).toMatchObject({ stampsExpireSoon: true, revision: fresh!.revision + 1 })
      await work()
      expect((await face(card))!.revision).toBe(warned!.revision)
      expect(await due()).toBe(false)

      server.clock.now = ends - 1
      expect(await due()).toBe(false)
      server.clock.now = ends
      expect(await due()).toBe(true)
      await Promise.all([work(), work()])
      expect(await due()).toBe(false)
      for (const each of cards) {
        expect(await read(each)).toMatchObject({ stamps: 0 })
        expect((await ledger(each)).map((entry: Body) => [entry.channel, entry.count])).toEqual([
          ['expiry', -1],
          ['order', 1],
        ])
      }

      server.clock.now = ends + 2 * day
      const closedAt = new Date(ends - day).toISOString()
      await intake.sell(till, { card: card.serial, closedAt })
      expect(await read(card)).toMatchObject({ stamps: 2 })
      expect(await read(idle)).toMatchObject({ stamps: 0 })
    })

    it('can be taken out of a program again, and must be sensible', async () => {
      const program = await server.program(key, { stampExpiry: { kind: 'fixed', date: '12-31' } })
      const wrong = await server.call(`PATCH /programs/${program.id}`, {
        key,
        body: { stampExpiry: { kind: 'fixed', date: '31-12' } },
      })
      expect(wrong.status).toBe(400)
      const changed = await server.call(`PATCH /programs/${program.id}`, { key, body: { stampExpiry: null } })
      expect(changed.body.stampExpiry).toBeUndefined()
    })
  },
  ['embedded', 'postgres'],
)
