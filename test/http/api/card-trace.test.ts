import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { at, eur, sold } from '../../support/orders.ts'
import { tell } from '../../support/sell.ts'
import { type ApiServer, type Body, openApiServer } from './api-server.ts'

describe('why a card has its stamps', () => {
  let api: ApiServer
  let key: string
  let tillId: string
  let ann: Body
  let annsCode: string
  let bensCode: string
  const placedAt = at('2026-03-02T13:02:00Z')
  beforeAll(async () => {
    api = await openApiServer('embedded')
    const merchant = await api.merchant({ timeZone: 'Europe/Berlin' })
    key = merchant.key
    tillId = (await api.call('POST /tills', { key, body: { provider: 'open', name: 'Back office 7' } })).body
      .id
    const program = await api.program(key, {
      goal: 2,
      earn: {
        kind: 'visit',
        minSpend: eur(500),
        multipliers: [{ days: ['mon'], from: '13:00', to: '15:00', factor: 2 }],
      },
      milestones: [
        { at: 2, reward: { title: 'Free coffee', kind: 'redeem_code', discount: { percent: 100 } } },
      ],
    })
    ann = await api.card(key, program.id)
    const ben = await api.card(key, program.id)
    const codeOf = async (card: Body) => {
      await api.call(`POST /cards/${card.id}/stamps`, { key, body: { count: 2, reason: 'Gift' } })
      return (await api.call(`GET /cards/${card.id}`, { key })).body.coupons[0].code
    }
    annsCode = await codeOf(ann)
    bensCode = await codeOf(ben)
    await api.call(`PUT /tills/${tillId}/locations/loc-9`, { key, body: { name: 'Harbour Street' } })
    const till = { merchantId: merchant.id, tillId }
    const uses = (code: string) => ({ discountCodes: [{ code }], locationId: 'loc-9' })
    await tell(
      api.database,
      () => api.clock.now,
      till,
      sold('bens', { placedAt, cardSerial: ben.serial, ...uses(bensCode) }),
      sold('anns-1', { placedAt: placedAt + 1000, cardSerial: ann.serial, total: 420, number: '17' }),
      sold('anns-2', {
        placedAt: placedAt + 2000,
        cardSerial: ann.serial,
        ...uses(annsCode),
        total: 123_450,
      }),
      sold('anns-3', { placedAt: placedAt + 3000, cardSerial: ann.serial, ...uses(bensCode) }),
      sold('anns-4', { placedAt: placedAt + 4000, cardSerial: ann.serial, ...uses(annsCode) }),
    )
  }, 180_000)
  afterAll(() => api.close())

  const trace = async (query: string): Promise<Body> => {
    const reply = await api.call(`GET /cards/${ann.id}/trace?${query}`, { key })
    expect(reply.status, reply.text).toBe(200)
    return { ...reply.body, text: reply.text }
  }
  const words = (item: Body): string[] => item.trace.map((row: Body) => row.detail)

  it('tells each rule with its figures, newest first', async () => {
    const { items } = await trace('')
    expect(items.map((item: Body) => item.source.id)).toEqual(['anns-4', 'anns-3', 'anns-2', 'anns-1'])
    expect(words(items[3])).toEqual([
      'Card found: it was scanned into the sale.',
      '€4.20 counts.',
      'Paid €4.20, below the minimum of €5.00.',
      '0 stamps.',
    ])
    expect(words(items[2])).toContain('Paid €1,234.50, at least the minimum of €5.00.')
    expect(words(items[2])).toContain('Monday 14:02: times 2.')
  })

  it.each([
    [
      'de',
      '4,20\u00a0€ bezahlt, weniger als der Mindestbetrag von 5,00\u00a0€.',
      'Montag 14:02: mal 2.',
      'Harbour Street schon eingelöst.',
    ],
    [
      'es',
      'Pagó 4,20\u00a0€, por debajo del mínimo de 5,00\u00a0€.',
      'Lunes, 14:02: por 2.',
      'en Harbour Street.',
    ],
    [
      'fr',
      '4,20\u00a0€ payés, moins que le minimum de 5,00\u00a0€.',
      'Lundi, 14:02\u00a0: fois 2.',
      'à Harbour Street.',
    ],
    ['pt', 'Paid €4.20, below the minimum of €5.00.', 'Monday 14:02: times 2.', 'at Harbour Street.'],
  ])('speaks %s', async (locale, minimum, hour, where) => {
    const { items } = await trace(`locale=${locale}&audience=staff`)
    expect(words(items[3])).toContain(minimum)
    expect(words(items[2])).toContain(hour)
    expect(words(items[0]).some((text) => text.endsWith(where))).toBe(true)
    const order = await api.call(`GET /tills/${tillId}/orders/anns-1?locale=${locale}`, { key })
    expect(words(order.body)).toContain(minimum)
  })

  it('keeps tills, inner names and other customers from a customer', async () => {
    const { items, text } = await trace('audience=customer')
    for (const secret of [tillId, 'Back office', 'loc-9', 'evidence', 'figures'])
      expect(text).not.toContain(secret)
    expect(items[0].location).toBe('Harbour Street')
    expect(items[3]).toMatchObject({ number: '17', given: 0, total: { amount: 420, currency: 'EUR' } })
    // Her own coupon: when and where. Ben's: only that it was used.
    expect(words(items[0]).find((each) => each.includes(annsCode))).toMatch(
      /used already on .*2:02.* at Harbour Street/,
    )
    expect(words(items[1]).find((each) => each.includes(bensCode))).toBe(
      `Coupon ${bensCode} could not be redeemed: it was used already.`,
    )
  })

  it('tells staff of the till and the evidence, but no ids', async () => {
    const { items, text } = await trace('audience=staff')
    expect(items[3]).toMatchObject({ till: 'Back office 7', evidence: 'scanned' })
    expect(text).not.toContain(tillId)
    expect(words(items[1]).find((each) => each.includes(bensCode))).toContain('at Harbour Street')
  })

  it('goes on page by page, and knows no other merchant’s card', async () => {
    const first = await trace('limit=3')
    const rest = await trace(`limit=3&cursor=${encodeURIComponent(first.nextCursor)}`)
    expect([...first.items, ...rest.items].map((item: Body) => item.source.id)).toEqual([
      'anns-4',
      'anns-3',
      'anns-2',
      'anns-1',
    ])
    expect(rest.nextCursor).toBeNull()
    const other = (await api.merchant()).key
    expect((await api.call(`GET /cards/${ann.id}/trace`, { key: other })).status).toBe(404)
  })
})
