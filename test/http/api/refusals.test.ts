import { afterAll, beforeAll, expect, it } from 'vitest'
import { createKeyring } from '../../../src/secrets/keyring.ts'
import { createHousekeeping } from '../../../src/store/housekeeping.ts'
import { testSecretKey } from '../../support/intake.ts'
import { describeSettings } from '../../support/settings.ts'
import { type ApiServer, type Body, openApiServer, type Reply } from './api-server.ts'

const dayMs = 86_400_000

await describeSettings(
  'what was refused',
  (setting) => {
    let api: ApiServer
    let key: string
    let programId: string
    beforeAll(async () => {
      api = await openApiServer(setting)
      key = (await api.merchant({ timeZone: 'Europe/Berlin' })).key
      const milestones = [{ at: 1, reward: { title: 'Free coffee', kind: 'staff_scan' } }]
      programId = (await api.program(key, { goal: 1, milestones })).id
    }, 180_000)
    afterAll(() => api?.close())

    const post = (path: string, body: object, language?: string): Promise<Reply> =>
      api.call(`POST ${path}`, { key, body, headers: language ? { 'accept-language': language } : {} })
    const get = (path: string, language?: string): Promise<Reply> =>
      api.call(`GET ${path}`, { key, headers: language ? { 'accept-language': language } : {} })
    const refusals = async (card: Body, query = ''): Promise<Body[]> =>
      (await get(`/cards/${card.id}/trace${query}`)).body.items.filter((row: Body) => row.kind === 'refusal')
    const withCoupon = async (): Promise<Body> => {
      const card = await api.card(key, programId)
      return (await post(`/cards/${card.id}/stamps`, { count: 1, reason: 'Welcome' })).body
    }

    it('stands in the trace of the card, the same again on one row, in the words of each reader', async () => {
      const card = await withCoupon()
      const use = `/coupons/${card.coupons[0].id}/redeem`
      expect((await post(use, { location: 'Harbour Street' })).status).toBe(200)
      expect(await refusals(card)).toEqual([])
      for (let i = 0; i < 3; i += 1) {
        api.clock.now += 1000
        expect((await post(use, {})).status).toBe(409)
      }
      const [told, ...others] = await refusals(card)
      expect(others).toEqual([])
      expect(told).toMatchObject({ outcome: 'refused', given: 0, at: new Date(api.clock.now).toISOString() })
      expect(told.trace[0]).toMatchObject({ rule: 'refused', passed: false })
      expect(told.trace[0].figures).toMatchObject({ reason: 'already-redeemed', times: 3 })
      expect(told.trace[0].detail).toMatch(
        /^Redemption refused \(Free coffee\): It was used already on .* at Harbour Street\. Asked 3 times\.$/,
      )
      const [german] = await refusals(card, '?locale=de&audience=customer')
      expect(german.trace[0].detail).toMatch(/^Einlösen abgelehnt \(Free coffee\): .*Harbour Street.*3-mal/)
      expect(german.source).toBeUndefined()
    })

    it('also of scans, claims and undoing, newest first and page by page', async () => {
      const card = await withCoupon()
      const { actionId } = (await post(`/coupons/${card.coupons[0].id}/redeem`, {})).body
      api.clock.now += 6 * 60_000
      expect((await post('/undo', { actionId })).body.reason).toBe('too-late')
      api.clock.now += 1000
      expect((await post('/claims/redeem', { cardId: card.id, code: 'WRONGWRONGWRO' })).status).toBe(404)
      api.clock.now += 1000
      await post(`/cards/${card.id}/pause`, {})
      const scan = { cardId: card.id, channel: 'counter', clientId: 'paused-1' }
      expect((await post('/scans', scan)).status).toBe(409)
      const rows = await refusals(card)
      expect(rows.map((row) => row.trace[0].detail)).toEqual([
        'Scan refused: The card is paused, was merged into another or was erased.',
        'Claim refused: No purchase or code fits what was given.',
        'Taking back refused (Free coffee): Only within five minutes can it be undone.',
      ])
      const first = (await get(`/cards/${card.id}/trace?limit=1`)).body
      const second = (await get(`/cards/${card.id}/trace?limit=1&cursor=${first.nextCursor}`)).body
      expect([first.items[0], second.items[0]]).toEqual(rows.slice(0, 2))
    })

    it('is forgotten after 90 days, and with the person', async () => {
      const card = await withCoupon()
      const use = `/coupons/${card.coupons[0].id}/redeem`
      await post(use, {})
      await post(use, {})
      const sweep = (days: number) =>
        createHousekeeping(
          api.database.pool,
          () => api.clock.now + days * dayMs,
          createKeyring([testSecretKey]),
        ).sweep()
      await sweep(89)
      expect(await refusals(card)).toHaveLength(1)
      await sweep(91)
      expect(await refusals(card)).toEqual([])
      await post(use, {})
      await api.call(`DELETE /cards/${card.id}`, { key })
      await post(use, {})
      const { rows } = await api.database.pool.query('SELECT 1 FROM refusal WHERE card_id = $1', [card.id])
      expect(rows).toEqual([])
    })

    it('is told in the language that the caller accepts, and English otherwise', async () => {
      const card = await withCoupon()
      const use = `/coupons/${card.coupons[0].id}/redeem`
      await post(use, { location: 'Harbour Street' })
      const german = await post(use, {}, 'de-AT, en;q=0.5')
      expect(german.body.detail).toMatch(/ am .* bei Harbour Street/)
      expect(german.headers.get('content-language')).toBe('de')
      expect(german.headers.get('vary')).toContain('Accept-Language')
      const french = await post('/undo', { actionId: card.id }, 'fr')
      expect([french.status, french.headers.get('content-language')]).toEqual([404, 'en'])
      for (const language of [undefined, 'it', '*', 'zz;q=x,,;']) {
        const english = await post(use, {}, language)
        expect(english.body.detail).toMatch(/^It was used already on .* at Harbour Street\.$/)
        expect(english.headers.get('content-language')).toBe('en')
      }
      await post(`/cards/${card.id}/pause`, {})
      const paused = await post(`/cards/${card.id}/stamps`, { count: 1, reason: 'x' }, 'es')
      expect(paused.body.detail).toBe('La tarjeta está en pausa, se fusionó con otra o se eliminó.')
    })

    it('traces and scans too, unless `locale` asks for another', async () => {
      const card = await api.card(key, programId)
      const body = { cardId: card.id, channel: 'counter', clientId: 'language-1' }
      const scanned = await post('/scans', body, 'de')
      expect(scanned.headers.get('content-language')).toBe('de')
      expect(scanned.body.trace.at(-1).detail).toBe('1 Stempel.')
      const accepted = await get(`/cards/${card.id}/trace`, 'es')
      expect(accepted.headers.get('content-language')).toBe('es')
      expect(accepted.body.items[0].trace.at(-1).detail).toBe('1 sello.')
      const asked = await get(`/cards/${card.id}/trace?locale=en`, 'es')
      expect(asked.headers.get('content-language')).toBe('en')
    })

    it('can be undone when it was redeemed by its id, by the same counter alone', async () => {
      const card = await withCoupon()
      const redeemed = await post(`/coupons/${card.coupons[0].id}/redeem`, { counter: 'front' })
      const { actionId } = redeemed.body
      expect((await post('/undo', { actionId })).status).toBe(404)
      const undone = await post('/undo', { actionId, counter: 'front' })
      expect(undone.body).toMatchObject({ kind: 'redemption', replacement: { couponId: expect.any(String) } })
      const now = (await get(`/cards/${card.id}`)).body
      expect(now.coupons.map((each: Body) => each.state)).toEqual(['active', 'redeemed'])
    })
  },
  ['embedded', 'postgres'],
)
