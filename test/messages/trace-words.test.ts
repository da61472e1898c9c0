import { describe, expect, it } from 'vitest'
import { row, type TraceRow } from '../../src/domain/trace.ts'
import { reasonsEn } from '../../src/messages/en/reasons.ts'
import { type Language, languages, speechFor } from '../../src/messages/messages.ts'
import { traceWords } from '../../src/messages/trace-words.ts'
import { at } from '../support/orders.ts'

const say = (language: string, each: TraceRow, timeZone = 'Europe/Berlin') =>
  traceWords(speechFor(undefined, language), each, timeZone)

const coupon = (event: string, figures = {}) => row('coupon', false, { code: 'AB12', event, ...figures })
const used = { at: at('2026-03-02T13:02:00Z'), location: 'Harbour Street' }

const refused = (what: string, reason: string, figures = {}) =>
  row('refused', false, { what, reason, times: 1, ...figures })

/** Each thing that a trace can say. */
const rows: TraceRow[] = [
  row('test-order', false),
  row('paid', false),
  ...['scanned', 'linked', 'contact', 'claimed', 'assigned'].map((evidence) =>
    row('card', true, { evidence }),
  ),
  row('card', false),
  row('card', false, { weak: 1 }),
  row('card', false, { several: 1 }),
  ...['paused', 'merged', 'erased'].map((state) => row('card-active', false, { state })),
  ...['cancelled', 'refunded'].map((because) => row('something-left', false, { because })),
  row('something-paid', true, { paid: '4.20', currency: 'EUR' }),
  row('something-paid', false),
  row('only-redeems', true),
  row('only-redeems', false),
  row('amount-unknown', false),
  ...['till', 'counter', 'staff', 'kiosk', 'claim', 'api'].map((channel) =>
    row('channel', false, { channel }),
  ),
  row('channel', true, { channel: 'till' }),
  row('location', true, { location: 'Station' }),
  row('location', false, { location: 'Station' }),
  row('location', false, { unnamed: 1 }),
  row('location', false),
  row('currency', true, { paid: 'USD', currency: 'EUR' }),
  row('currency', false, { paid: 'USD', per: '5.00', currency: 'EUR' }),
  row('minimum-spend', true, { paid: '5.20', minimum: '5.00', currency: 'EUR' }),
  row('minimum-spend', false, { paid: '4.20', minimum: '5.00', currency: 'EUR' }),
  row('amount', true, { paid: '4.20', per: '5.00', currency: 'EUR' }),
  row('items', true, { count: 1, every: 1 }),
  row('items', true, { count: 4, every: 1 }),
  row('items', true, { count: 4, every: 2 }),
  row('multiplier', true, { factor: 1.5, weekday: 'fri', time: '14:30' }),
  row('per-order', true, { limit: 1 }),
  row('per-order', false, { limit: 3 }),
  row('cool-down', false, { minutes: 90 }),
  row('per-location-day', true, { limit: 2 }),
  row('per-location-day', false, { limit: 2 }),
  row('per-day', true, { limit: 2 }),
  row('per-day', false, { limit: 2 }),
  row('stamps', false, { stamps: 0 }),
  row('stamps', true, { stamps: 1 }),
  row('stamps', true, { stamps: 2 }),
  coupon('redeemed', { title: 'Latte', ...used }),
  coupon('replaced'),
  coupon('taken-back'),
  coupon('unassigned'),
  ...['already-redeemed', 'expired', 'revoked', 'not-ready'].map((reason) => coupon('refused', { reason })),
  coupon('refused', { reason: 'already-redeemed', ...used }),
  ...Object.keys(reasonsEn.said).map((reason) => refused('redemption', reason)),
  ...['redemption', 'scan', 'claim', 'undo'].map((what) => refused(what, 'card-not-active', { times: 3 })),
  refused('redemption', 'already-redeemed', { title: 'Latte', at: used.at, place: used.location }),
  refused('claim', 'already-counted', { at: used.at, place: used.location }),
  refused('claim', 'already-counted'),
]

describe('a trace in words', () => {
  it.each(Object.keys(languages) as Language[])('says everything in %s, as a sentence', (language) => {
    const said = rows.map((each) => say(language, each))
    for (const text of said) {
      expect(text).toMatch(/^[\p{Lu}\p{N}\p{Sc}].*\.$/u)
      expect(text).not.toMatch(/undefined|null|NaN|\[object|\s\.|\s,|\.\.$| {2}/)
    }
    expect(new Set(said).size).toBe(said.length)
    if (language !== 'en') for (const [i, each] of rows.entries()) expect(said[i]).not.toBe(say('en', each))
  })

  it.each([
    ['en', 'Paid €4.20, below the minimum of €5.00.'],
    ['de', '4,20\u00a0€ bezahlt, weniger als der Mindestbetrag von 5,00\u00a0€.'],
    ['es', 'Pagó 4,20\u00a0€, por debajo del mínimo de 5,00\u00a0€.'],
    ['fr', '4,20\u00a0€ payés, moins que le minimum de 5,00\u00a0€.'],
    ['de-CH', 'EUR\u00a04.20 bezahlt, weniger als der Mindestbetrag von EUR\u00a05.00.'],
  ])('writes amounts as a reader of %s does', (language, text) => {
    expect(
      say(language, row('minimum-spend', false, { paid: '4.20', minimum: '5.00', currency: 'EUR' })),
    ).toBe(text)
  })

  it('tells of a use when and where it was, by the clock of the place', () => {
    const refused = coupon('refused', { reason: 'already-redeemed', ...used })
    expect(say('en', refused)).toBe(
      'Coupon AB12 could not be redeemed: it was used already on Mar 2, 2026, 2:02 PM at Harbour Street.',
    )
    expect(say('en', refused, 'America/New_York')).toContain('8:02 AM')
    expect(say('de', refused)).toContain('02.03.2026, 14:02')
  })

  it('keeps decimals of every currency, and names other rules rather than say nothing', () => {
    const paid = (text: string, currency: string) => row('something-paid', true, { paid: text, currency })
    expect(say('en', paid('1234', 'JPY'))).toBe('¥1,234 counts.')
    expect(say('fr', paid('1.250', 'KWD'))).toBe('1,250\u00a0KWD comptent.')
    expect(say('en', { rule: 'of-tomorrow' as TraceRow['rule'], passed: true })).toBe('of-tomorrow')
    expect(say('en', row('card', true, { evidence: 'of-tomorrow' }))).toBe('Card found.')
  })
})
