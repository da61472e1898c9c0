import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApnsClient } from '../../adapters/apple-wallet/apns-client.ts'
import { createPassBuilder } from '../../adapters/apple-wallet/build-pass.ts'
import { createAppleWallet } from '../../adapters/apple-wallet/wallet.ts'
import { pushPassesWith } from '../../src/app/push-passes.ts'
import { outboxBatchesWith } from '../../src/app/work-outbox.ts'
import { appleWebService } from '../../src/http/apple-web-service.ts'
import { problemHandler } from '../../src/http/errors.ts'
import { createAppleDevices } from '../../src/store/apple-devices.ts'
import { owe } from '../../src/store/hot/outbox.ts'
import { createOutbox } from '../../src/store/outbox.ts'
import { makeDemoSigner, passTypeId } from '../adapters/apple-wallet/demo-signer.ts'
import { type ApnsDouble, startApns } from '../doubles/apns.ts'
import { createFleetPhone, type FleetPhone } from '../doubles/iphone-fleet.ts'
import { type BareCard, changeCards, insertCards } from '../support/bare-cards.ts'
import { bareCards } from '../support/bare-pass-cards.ts'
import { createDice } from '../support/random.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'

const seed = Number(process.env.FLEET_SEED ?? 20_261_122)
const phoneCount = Number(process.env.FLEET_PHONES ?? 1000)
const rounds = Number(process.env.FLEET_ROUNDS ?? 3)

await describeSettings(
  'a fleet of iPhones',
  (name) => {
    const { roll } = createDice(seed)
    const random = () => roll(1_000_000) / 1_000_000
    const chance = (share: number) => random() < share
    const some = <T>(all: T[], share: number) => all.filter(() => chance(share))
    const clock = { now: Date.parse('2026-11-22T12:00:00Z') }
    const now = () => clock.now
    const log = pino({ level: 'silent' })
    const trouble = { on: false }
    let setting: Setting
    let demo: Awaited<ReturnType<typeof makeDemoSigner>>
    let apns: ApnsDouble
    let server: Server
    let client: ReturnType<typeof createApnsClient>
    let work: () => Promise<void>
    let build: (card: BareCard) => Promise<Buffer>
    let service: string

    beforeAll(async () => {
      ;[setting, demo, apns] = await Promise.all([openSetting(name), makeDemoSigner(), startApns()])
      const { pool } = setting.database
      server = createServer().listen(0, '127.0.0.1')
      await once(server, 'listening')
      const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      service = `${baseUrl}/apple`
      const cards = bareCards(pool)
      const devices = createAppleDevices({ pool, clock: now })
      const builder = createPassBuilder({ signer: () => demo.signer, baseUrl, clock: now })
      build = async ({ merchantId, cardId, serial }) =>
        Buffer.concat(
          await builder.build(
            (await cards.face(merchantId, cardId))!,
            (await cards.bySerial(serial))!.passToken,
          ),
        )
      const app = express()
      app.use((request, response, next) => {
        // Before or after the work is done: a phone cannot tell.
        if (!trouble.on || !chance(0.08)) return next()
        if (chance(0.5)) return void response.status(503).end()
        response.once('finish', () => request.socket.destroy())
        if (chance(0.5)) return void request.socket.destroy()
        next()
      })
      const onRegistered = async ({ merchantId, cardId }: { merchantId: string; cardId: string }) =>
        oweFor([{ merchantId, cardId }])
      app.use(
        '/apple',
        appleWebService({
          cards,
          registrations: devices,
          buildPass: builder.build,
          passTypeId,
          log,
          onRegistered,
        }),
      )
      app.use(problemHandler(() => undefined))
      server.on('request', app)
      client = createApnsClient({ url: apns.url, tls: () => demo.signer.tls, topic: passTypeId, now })
      work = outboxBatchesWith(
        { outbox: createOutbox(pool, now), clock: now, log, random, onAttempt: () => undefined },
        { kind: 'push-pass', batch: 500, concurrency: 50, longestWaitMs: 30_000 },
        pushPassesWith({ devices, wallet: createAppleWallet({ apns: client, devices }) }),
      )
    })
    afterAll(async () => {
      await client.close()
      await apns.close()
      server.closeAllConnections()
      server.close()
      await Promise.all([setting.close(), demo.remove()])
    })

    async function oweFor(cards: { merchantId: string; cardId: string }[]): Promise<void> {
      const connection = await setting.database.pool.connect()
      try {
        const rows = cards.map(({ merchantId, cardId }) => ({
          merchantId,
          kind: 'push-pass' as const,
          key: cardId,
        }))
        await owe(connection, rows, clock.now)
      } finally {
        connection.release()
      }
    }

    /** The whole fleet, so many phones at a time. */
    async function live(phones: FleetPhone[]): Promise<void> {
      const queue = phones.filter((phone) => phone.busy()).values()
      const lane = async () => {
        for (const phone of queue) await phone.live()
      }
      await Promise.all(Array.from({ length: 24 }, lane))
    }

    test(`of ${phoneCount}, each ends on the newest version, whatever fails on the way (seed ${seed})`, async () => {
      const { pool } = setting.database
      const cards = await insertCards(pool, clock.now, phoneCount / 2)
      const phones = Array.from({ length: phoneCount }, (_, index) =>
        createFleetPhone(service, `phone-${index}`),
      )
      const byToken = new Map<string, FleetPhone>()
      const gone = new Map<string, FleetPhone>()
      for (const [index, phone] of phones.entries()) {
        byToken.set(phone.pushToken(), phone)
        phone.add(await build(cards[index % cards.length]!))
        // Some hold several cards.
        if (chance(0.1)) phone.add(await build(cards[(index + 7) % cards.length]!))
      }
      apns.reply((token) => {
        const phone = byToken.get(token)
        if (!phone) return { status: 410, reason: 'Unregistered', timestamp: clock.now - 1 }
        if (trouble.on && chance(0.15))
          return [
            { status: 429, reason: 'TooManyRequests', retryAfter: 1 },
            { status: 503, reason: 'ServiceUnavailable' },
            { status: 500, reason: 'InternalServerError' },
          ][roll(3)]!
        // Takes everything with it that is under way on the connection.
        if (trouble.on && chance(0.003)) return null
        phone.hear()
        return { status: 200 }
      })

      trouble.on = true
      for (let round = 0; round < rounds; round += 1) {
        const changing = some(cards, 0.3)
        await changeCards(pool, changing, clock.now)
        await oweFor(changing)
        for (const phone of phones) phone.online = !chance(0.2)
        for (const phone of some(phones, 0.03)) {
          gone.set(phone.pushToken(), phone)
          byToken.delete(phone.pushToken())
          if (!chance(0.5)) continue
          phone.restore()
          byToken.set(phone.pushToken(), phone)
        }
        for (const phone of some(phones, 0.02)) {
          const [serial] = phone.passes.keys()
          if (serial) phone.remove(serial)
        }
        await Promise.all([work(), live(phones)])
        if (chance(0.5)) apns.goAway()
        if (chance(0.3)) apns.dropAll()
        clock.now += 4000
      }

      trouble.on = false
      for (const phone of phones) phone.online = true
      // Phones whose token died without word come back one day.
      for (const phone of gone.values())
        if (!byToken.has(phone.pushToken())) {
          phone.restore()
          byToken.set(phone.pushToken(), phone)
        }
      const pending = async () =>
        (await pool.query('SELECT FROM outbox WHERE version > sent_version')).rowCount ?? 0
      for (let turn = 0; turn < 60; turn += 1) {
        await work()
        await live(phones)
        if ((await pending()) === 0 && !phones.some((phone) => phone.busy())) break
        clock.now += 20_000
      }

      expect(await pending()).toBe(0)
      const { rows } = await pool.query<{ serial: string; total: number }>('SELECT serial, total FROM card')
      const newest = new Map(rows.map((row) => [row.serial, row.total]))
      const stale = phones.flatMap((phone, index) =>
        [...phone.passes].flatMap(([serial, { stamps }]) =>
          stamps === newest.get(serial) ? [] : [`phone ${index}: ${stamps} of ${newest.get(serial)}`],
        ),
      )
      expect(stale).toEqual([])
      // Who holds what is known exactly: nobody is left out, nobody deleted is told.
      const held = phones.flatMap((phone, index) =>
        [...phone.passes.keys()].map((serial) => `phone-${index}/${serial}`),
      )
      const known = await pool.query<{ id: string }>(
        `SELECT r.device_id || '/' || c.serial AS id FROM apple_registration r
          JOIN card c ON c.merchant_id = r.merchant_id AND c.id = r.card_id`,
      )
      expect(known.rows.map((row) => row.id).toSorted()).toEqual(held.toSorted())
    }, 180_000)
  },
  ['postgres'],
)
