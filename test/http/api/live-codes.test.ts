import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createKeyring } from '../../../src/secrets/keyring.ts'
import { createLiveCodes } from '../../../src/store/live-codes.ts'
import { testSecretKey } from '../../support/intake.ts'
import { sold } from '../../support/orders.ts'
import { tell } from '../../support/sell.ts'
import { describeSettings } from '../../support/settings.ts'
import { type ApiServer, type Body, openApiServer } from './api-server.ts'

await describeSettings(
  'the changing code of a web card',
  (setting) => {
    let api: ApiServer
    let key: string
    let merchantId: string
    let card: Body
    beforeAll(async () => {
      api = await openApiServer(setting)
      ;({ key, id: merchantId } = await api.merchant())
      const milestones = [{ at: 10, reward: { title: 'Free coffee', kind: 'staff_scan' } }]
      card = await api.card(key, (await api.program(key, { goal: 10, milestones })).id)
    }, 180_000)
    afterAll(() => api?.close())

    const post = (path: string, body: object) => api.call(`POST ${path}`, { key, body })
    const scan = (serial: string, part: object = {}) =>
      post('/scans', { serial, channel: 'counter', clientId: randomUUID(), ...part })
    const codes = () => createLiveCodes(api.database.pool, createKeyring([testSecretKey]))
    const codeAt = async (at: number) => (await codes().of(merchantId, card.id, at)) ?? ''

    it('is the card for ninety seconds, and after that a picture that says so', async () => {
      const start = Math.floor(api.clock.now / 30_000) * 30_000
      const code = await codeAt(start)
      expect(code).not.toBe(await codeAt(start + 30_000))
      api.clock.now = start + 89_000
      expect((await scan(code)).body).toMatchObject({ cardId: card.id })
      api.clock.now = start + 90_000
      const late = await scan(code)
      expect(late.status).toBe(409)
      expect(late.body.detail).toMatch(/expired/)
      expect((await post('/redemptions', { serial: code })).status).toBe(409)
      // A scanner that was offline says when it read the code.
      const read = new Date(start + 60_000).toISOString()
      expect((await scan(code, { at: read })).status).toBe(201)
      expect((await scan(card.serial)).status).toBe(201)
    })

    it('is taken from nobody but the server', async () => {
      const code = await codeAt(api.clock.now)
      const forged = `${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`
      expect((await scan(forged)).status).toBe(404)
      const later = code.replace(
        /\.[^.]+\./,
        (step) => `.${(Number.parseInt(step.slice(1), 36) + 1).toString(36)}.`,
      )
      expect((await scan(later)).status).toBe(404)
      const other = await api.merchant()
      const elsewhere = { serial: code, channel: 'counter', clientId: randomUUID() }
      expect((await api.call('POST /scans', { key: other.key, body: elsewhere })).status).toBe(404)
    })

    it('ends with the address of the card', async () => {
      const code = await codeAt(api.clock.now)
      await post(`/cards/${card.id}/new-address`, {})
      expect((await scan(code)).status).toBe(404)
      expect((await scan(await codeAt(api.clock.now))).status).toBe(201)
    })

    it('finds the card of an order, however late the till tells it', async () => {
      const till = (await post('/tills', { provider: 'open', name: 'Harbour Street' })).body.id
      const before = (await api.call(`GET /cards/${card.id}/ledger`, { key })).body.items.length
      const sale = sold('with-live-code', {
        cardSerial: await codeAt(api.clock.now - 7_200_000),
        placedAt: api.clock.now - 3_600_000,
      })
      await tell(api.database, () => api.clock.now, { merchantId, tillId: till }, sale)
      const after = (await api.call(`GET /cards/${card.id}/ledger`, { key })).body.items.length
      expect(after).toBe(before + 1)
    })
  },
  ['postgres'],
)
