import { describe, expect, it } from 'vitest'
import {
  mayBeOne,
  type OrderSight,
  orderFor,
  repeatedBy,
  type ScanSight,
  scanFor,
} from '../../src/domain/join.ts'

const noon = Date.parse('2026-03-02T12:00:00Z')
const minutes = (count: number) => noon + count * 60_000

const scan = (part: Partial<ScanSight> = {}): ScanSight => ({
  id: 'scan',
  cardId: 'ann',
  channel: 'counter',
  tillId: 'till',
  locationId: null,
  at: noon,
  joinMinutes: 10,
  ...part,
})
const order = (part: Partial<OrderSight> = {}): OrderSight => ({
  tillId: 'till',
  externalId: '1',
  locationId: null,
  cardId: null,
  placedAt: minutes(1),
  ...part,
})

describe('a scan and an order', () => {
  it.each<[string, boolean, Partial<ScanSight>, Partial<OrderSight>]>([
    ['the till was beside the scanner, nobody has the order', true, {}, {}],
    ['the order came before the scan', true, {}, { placedAt: minutes(-9) }],
    ['exactly at the end of the time', true, {}, { placedAt: minutes(10) }],
    ['a millisecond later', false, {}, { placedAt: minutes(10) + 1 }],
    ['the program sets a longer time', true, { joinMinutes: 30 }, { placedAt: minutes(30) }],
    ['the program never joins', false, { joinMinutes: 0 }, { placedAt: noon }],
    ['the order is of the same card', true, {}, { cardId: 'ann' }],
    ['the order is of another card', false, {}, { cardId: 'ben' }],
    ['another till', false, {}, { tillId: 'other' }],
    ['another till, though the card is the same', false, {}, { tillId: 'other', cardId: 'ann' }],
    ['one till with two locations', false, { locationId: 'a' }, { locationId: 'b' }],
    ['the same location of it', true, { locationId: 'a' }, { locationId: 'a' }],
    ['the scanner knows its till but not the location', true, {}, { locationId: 'a' }],
    ['the scanner knows the location alone', true, { tillId: null, locationId: 'a' }, { locationId: 'a' }],
    [
      'the scanner knows another location alone',
      false,
      { tillId: null, locationId: 'a' },
      { locationId: 'b' },
    ],
    [
      'the till does not know its location, and nobody has the order',
      false,
      { tillId: null, locationId: 'a' },
      {},
    ],
    ['nobody knows where, and nobody has the order', false, { tillId: null }, {}],
    ['nobody knows where, but the card is the same', true, { tillId: null }, { cardId: 'ann' }],
  ])('%s: one purchase is %s', (_why, one, scanPart, orderPart) => {
    expect(mayBeOne(scan(scanPart), order(orderPart))).toBe(one)
  })

  it('goes with the order of its own card before a nearer one of nobody', () => {
    const orders = [
      order({ externalId: 'near', placedAt: noon }),
      order({ externalId: 'own', cardId: 'ann', placedAt: minutes(9) }),
    ]
    expect(orderFor(scan(), orders)?.externalId).toBe('own')
    expect(orderFor(scan(), orders.toReversed())?.externalId).toBe('own')
  })

  it('goes with the nearest, and of two equally near always with the same', () => {
    const orders = [
      order({ externalId: 'b', placedAt: minutes(2) }),
      order({ externalId: 'a', placedAt: minutes(-2) }),
      order({ externalId: 'far', placedAt: minutes(5) }),
    ]
    expect(orderFor(scan(), orders)?.externalId).toBe('a')
    expect(orderFor(scan(), orders.toReversed())?.externalId).toBe('a')
    const scans = [scan({ id: 'late', at: minutes(4) }), scan({ id: 'early', at: minutes(0) })]
    expect(scanFor(order(), scans)?.id).toBe('early')
    expect(scanFor(order({ placedAt: minutes(60) }), scans)).toBeNull()
  })

  it('goes with the nearest of its own card, though one of nobody has a name before it', () => {
    const own = (externalId: string, after: number) =>
      order({ externalId, cardId: 'ann', placedAt: minutes(after) })
    const orders = [own('a', 9), own('z', 3), order({ externalId: '0', placedAt: minutes(1) })]
    expect(orderFor(scan(), orders)?.externalId).toBe('z')
    expect(orderFor(scan(), orders.toReversed())?.externalId).toBe('z')
  })

  it('tells equally near orders and scans apart by their names', () => {
    // The other till's number 1 and this one's number 2: the till comes first.
    const orders = [
      order({ tillId: 'b', externalId: '1', cardId: 'ann' }),
      order({ tillId: 'a', externalId: '2', cardId: 'ann' }),
    ]
    const anywhere = scan({ tillId: null })
    expect(orderFor(anywhere, orders)?.tillId).toBe('a')
    expect(orderFor(anywhere, orders.toReversed())?.tillId).toBe('a')
    const scans = [scan({ id: 'y', at: minutes(2) }), scan({ id: 'x', at: minutes(0) })]
    expect(scanFor(order(), scans)?.id).toBe('x')
    expect(scanFor(order(), scans.toReversed())?.id).toBe('x')
  })

  it('stays alone where there is none', () => {
    expect([orderFor(scan(), []), scanFor(order(), [])]).toEqual([null, null])
  })
})

describe('two scans', () => {
  it.each<[string, boolean, Partial<ScanSight>]>([
    ['shown to staff and to the kiosk', true, { channel: 'kiosk', at: minutes(3) }],
    ['by the same scanner again', false, { at: minutes(3) }],
    ['of two cards', false, { channel: 'kiosk', cardId: 'ben' }],
    ['at two tills', false, { channel: 'kiosk', tillId: 'other' }],
    ['after the time', false, { channel: 'kiosk', at: minutes(11) }],
    ['where one of them does not know its place', true, { channel: 'kiosk', tillId: null }],
  ])('%s: one purchase is %s', (_why, one, part) => {
    expect(repeatedBy(scan({ id: 'second', ...part }), [scan()]) !== null).toBe(one)
  })

  it.each<[string, boolean, number, number, number]>([
    ['at the end of the time', true, 10, 10, 10],
    ['after the time of the first, though not of the second', false, 11, 10, 30],
    ['after the time of the second, though not of the first', false, 11, 30, 10],
    ['at the same moment, where the program never joins', false, 0, 10, 0],
  ])('%s: one purchase is %s', (_why, one, after, first, second) => {
    const repeat = scan({ id: 'second', channel: 'kiosk', at: minutes(after), joinMinutes: second })
    expect(repeatedBy(repeat, [scan({ joinMinutes: first })]) !== null).toBe(one)
  })

  it('are two: a scan does not repeat itself', () => {
    expect(repeatedBy(scan({ channel: 'kiosk' }), [scan()])).toBeNull()
  })

  it('are one with the nearest, and of two equally near always with the same', () => {
    const earlier = [
      scan({ id: 'far', at: minutes(-5) }),
      scan({ id: 'b', at: minutes(-2) }),
      scan({ id: 'a', at: minutes(2) }),
    ]
    const again = scan({ id: 'second', channel: 'kiosk' })
    expect(repeatedBy(again, earlier)?.id).toBe('a')
    expect(repeatedBy(again, earlier.toReversed())?.id).toBe('a')
  })
})
