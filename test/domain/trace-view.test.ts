import { describe, expect, it } from 'vitest'
import { row, type TraceRow } from '../../src/domain/trace.ts'
import { type Audience, locationsIn, seenBy } from '../../src/domain/trace-view.ts'

const names = new Map([['loc-1', 'Harbour Street']])
const see = (audience: Audience, each: TraceRow): TraceRow | undefined =>
  seenBy({ audience, ownCodes: new Set(['MINE']), nameOf: (id) => names.get(id) }, [each])[0]

const refusal = (code: string, more: Record<string, string | number> = {}) =>
  row('coupon', false, { code, event: 'refused', reason: 'already-redeemed', at: 5, ...more })

describe('who sees what of a trace', () => {
  it.each<[string, Audience, TraceRow, TraceRow | undefined]>([
    ['a plain row as it is', 'customer', row('paid', false), row('paid', false)],
    ['one’s own coupon with when', 'customer', refusal('MINE'), refusal('MINE')],
    [
      'one’s own coupon with where, by its name',
      'customer',
      refusal('MINE', { location: 'loc-1', via: 'till' }),
      refusal('MINE', { location: 'Harbour Street' }),
    ],
    [
      'no inner name of a place',
      'customer',
      refusal('MINE', { location: 'loc-2', via: 'till' }),
      refusal('MINE'),
    ],
    ['nor does staff', 'staff', refusal('MINE', { location: 'loc-2', via: 'till' }), refusal('MINE')],
    [
      'but the merchant does',
      'merchant',
      refusal('MINE', { location: 'loc-2', via: 'till' }),
      refusal('MINE', { location: 'loc-2' }),
    ],
    [
      'a place that somebody typed',
      'customer',
      refusal('MINE', { location: 'Kiosk' }),
      refusal('MINE', { location: 'Kiosk' }),
    ],
    [
      'of another’s coupon only that it was used',
      'customer',
      refusal('HIS', { location: 'loc-1', via: 'till' }),
      row('coupon', false, { event: 'refused', code: 'HIS', reason: 'already-redeemed' }),
    ],
    [
      'nothing of another’s coupon that was used',
      'customer',
      row('coupon', true, { code: 'HIS', event: 'redeemed', title: 'Tea' }),
      undefined,
    ],
    [
      'all of it for staff',
      'staff',
      refusal('HIS', { location: 'loc-1', via: 'till' }),
      refusal('HIS', { location: 'Harbour Street' }),
    ],
    [
      'one’s own use of a coupon',
      'customer',
      row('coupon', true, { code: 'MINE', event: 'redeemed', title: 'Tea' }),
      row('coupon', true, { code: 'MINE', event: 'redeemed', title: 'Tea' }),
    ],
    [
      'where one used it',
      'customer',
      row('coupon', true, { code: 'MINE', event: 'redeemed', location: 'loc-1', via: 'till' }),
      row('coupon', true, { code: 'MINE', event: 'redeemed', location: 'Harbour Street' }),
    ],
    [
      'where one used it, as staff called the place',
      'customer',
      row('coupon', true, { code: 'MINE', event: 'redeemed', location: 'Kiosk' }),
      row('coupon', true, { code: 'MINE', event: 'redeemed', location: 'Kiosk' }),
    ],
    [
      'nothing but its use of another’s coupon that has no code or reason to tell',
      'customer',
      row('coupon', false, { event: 'refused', title: 'Tea' }),
      row('coupon', false, { event: 'refused' }),
    ],
    [
      'a refusal without a code or reason',
      'customer',
      row('coupon', false, { event: 'refused' }),
      row('coupon', false, { event: 'refused' }),
    ],
    [
      'a location by its name',
      'customer',
      row('location', false, { location: 'loc-1' }),
      row('location', false, { location: 'Harbour Street' }),
    ],
    [
      'a location without a name',
      'staff',
      row('location', false, { location: 'loc-2' }),
      row('location', false, { unnamed: 1 }),
    ],
    ['no location at all', 'customer', row('location', false, {}), row('location', false, {})],
    [
      'a location’s id',
      'merchant',
      row('location', true, { location: 'loc-2' }),
      row('location', true, { location: 'loc-2' }),
    ],
  ])('%s (%s)', (_what, audience, each, seen) => {
    expect(see(audience, each)).toStrictEqual(seen)
  })

  it('knows which locations a trace speaks of by their ids', () => {
    expect(
      locationsIn([
        row('location', true, { location: 'a' }),
        row('location', false, {}),
        refusal('X', { location: 'b', via: 'till' }),
        refusal('X', { location: 'Kiosk' }),
        row('coupon', true, { code: 'X', event: 'redeemed', location: 'Harbour Street' }),
        row('paid', false),
      ]),
    ).toEqual(['a', 'b'])
  })
})
