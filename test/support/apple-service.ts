import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import pino from 'pino'
import { afterAll, beforeAll } from 'vitest'
import { createPassBuilder } from '../../adapters/apple-wallet/build-pass.ts'
import { appleWebService } from '../../src/http/apple-web-service.ts'
import { problemHandler } from '../../src/http/errors.ts'
import { createAppleDevices } from '../../src/store/apple-devices.ts'
import { makeDemoSigner, passTypeId } from '../adapters/apple-wallet/demo-signer.ts'
import { createIphone } from '../doubles/iphone.ts'
import { type BareCard, changeCard, insertCard } from './bare-cards.ts'
import { bareCards } from './bare-pass-cards.ts'
import { openSetting, type Setting } from './settings.ts'

/** When everything happens. */
export const now = Date.parse('2026-11-22T12:00:00Z')

export const passToken = (serial: string): string => `token-of-${serial}`
export const auth = (token: string) => ({ Authorization: `ApplePass ${token}` })

/** The web service of passes on a database and a port of its own, for all tests of a file. */
export function appleService() {
  let setting: Setting
  let demo: Awaited<ReturnType<typeof makeDemoSigner>>
  let server: Server
  let base: string
  let build: (card: BareCard) => Promise<Buffer>
  const logged: string[] = []
  const registered: string[] = []

  beforeAll(async () => {
    ;[setting, demo] = await Promise.all([openSetting('embedded'), makeDemoSigner()])
    server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const builder = createPassBuilder({ signer: () => demo.signer, baseUrl: base, clock: () => now })
    const { pool } = setting.database
    const cards = bareCards(pool)
    build = async ({ merchantId, cardId, serial }) =>
      Buffer.concat(await builder.build((await cards.face(merchantId, cardId))!, passToken(serial)))
    const app = express()
    app.set('trust proxy', 'loopback')
    app.use(
      '/apple',
      appleWebService({
        cards,
        registrations: createAppleDevices({ pool, clock: () => now }),
        buildPass: builder.build,
        passTypeId,
        log: logTo(logged),
        onRegistered: async ({ cardId }) => void registered.push(cardId),
      }),
    )
    app.use(
      problemHandler((error) => {
        throw error
      }),
    )
    server.on('request', app)
  })
  afterAll(async () => {
    server.close()
    await Promise.all([setting.close(), demo.remove()])
  })

  const pool = () => setting.database.pool
  return {
    /** Lines of the log, and the cards that were registered. */
    logged,
    registered,
    pool,
    base: () => base,
    build: (card: BareCard) => build(card),
    newCard: () => insertCard(pool(), now),
    change: (card: BareCard) => changeCard(pool(), card, now),
    phone: (deviceId: string) =>
      createIphone({ rootFile: demo.rootFile, deviceId, pushToken: `push-${deviceId}` }),
    async holdersOf({ cardId }: BareCard): Promise<string[]> {
      const text = 'SELECT device_id FROM apple_registration WHERE card_id = $1'
      return (await pool().query(text, [cardId])).rows.map((row) => row.device_id)
    },
    passAt: ({ serial }: BareCard, type = passTypeId) => `${base}/apple/v1/passes/${type}/${serial}`,
    registrationAt: ({ serial }: BareCard, device: string, type = passTypeId) =>
      `${base}/apple/v1/devices/${device}/registrations/${type}/${serial}`,
  }
}

const logTo = (lines: string[]) => pino({}, { write: (line: string) => void lines.push(line) })
