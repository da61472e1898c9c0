import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { appleWebService } from '../../src/http/apple-web-service.ts'
import { problemHandler } from '../../src/http/errors.ts'
import { createKeyring } from '../../src/secrets/keyring.ts'
import { createAppleDevices } from '../../src/store/apple-devices.ts'
import { createPassCards } from '../../src/store/faces.ts'
import { describeSettings, silent } from '../support/settings.ts'
import { type ApiServer, openApiServer } from './api/api-server.ts'

const passTypeId = 'pass.com.example.cards'

await describeSettings(
  'a lost phone',
  (name) => {
    let server: ApiServer
    let web: Server
    let base: string
    const cards = () =>
      createPassCards(
        server.database.pool,
        createKeyring(['a secret key of the tests, long enough']),
        'https://stamps.example',
      )

    beforeAll(async () => {
      server = await openApiServer(name)
      const { pool } = server.database
      const app = express()
      app.use(
        appleWebService({
          cards: cards(),
          registrations: createAppleDevices({ pool, clock: () => server.clock.now }),
          buildPass: async (face, token) => [
            Buffer.from(JSON.stringify({ token, voided: face.voided, url: face.url })),
          ],
          passTypeId,
          log: silent,
        }),
      )
      app.use(
        problemHandler((error) => {
          throw error
        }),
      )
      web = app.listen(0, '127.0.0.1')
      await once(web, 'listening')
      base = `http://127.0.0.1:${(web.address() as AddressInfo).port}/v1`
    }, 180_000)
    afterAll(async () => {
      web?.close()
      await server?.close()
    })

    it('fetches its pass once more, void, and is refused afterwards; the new phone goes on', async () => {
      const shop = await server.merchant()
      const program = await server.program(shop.key)
      const card = await server.card(shop.key, program.id)
      const find = async () => (await cards().bySerial(card.serial))!
      const ask = (method: string, path: string, token: string, body?: object) =>
        fetch(base + path, {
          method,
          headers: { authorization: `ApplePass ${token}` },
          ...(body && { body: JSON.stringify(body) }),
        })
      const pass = `/passes/${passTypeId}/${card.serial}`
      const device = (id: string) => `/devices/${id}/registrations/${passTypeId}`
      const register = (id: string, token: string) =>
        ask('POST', `${device(id)}/${card.serial}`, token, { pushToken: 'ab12' })
      const old = (await find()).passToken
      expect((await register('lost', old)).status).toBe(201)

      await server.call(`POST /cards/${card.id}/new-address`, { key: shop.key })
      const fresh = (await find()).passToken
      expect((await register('new', fresh)).status).toBe(201)
      // The push finds it, it sees that something changed, and gets a pass that shows nothing any more.
      const told = await createAppleDevices({
        pool: server.database.pool,
        clock: () => server.clock.now,
      }).ofCards([{ merchantId: shop.id, id: card.id }])
      expect(
        [...told.values()]
          .flat()
          .map((each) => each.deviceId)
          .sort(),
      ).toEqual(['lost', 'new'])
      expect(await (await fetch(base + device('lost'))).json()).toMatchObject({
        serialNumbers: [card.serial],
      })
      expect((await register('thief', old)).status).toBe(401)
      const last = await ask('GET', pass, old)
      expect(await last.json()).toEqual({ token: old, voided: true, url: 'https://stamps.example' })
      expect((await ask('GET', pass, old)).status).toBe(401)
      expect((await fetch(base + device('lost'))).status).toBe(204)
      const current = await ask('GET', pass, fresh)
      expect(await current.json()).toMatchObject({ token: fresh, voided: false })
    })
  },
  ['embedded', 'postgres'],
)
