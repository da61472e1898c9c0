import { describe, expect, it } from 'vitest'
import { judgeEarning } from '../../src/domain/judge-order.ts'
import type { OrderEvent } from '../../src/domain/order.ts'
import { joinMinutesOf, joinScan, judgeScan, partScan, sightOf, undoScan } from '../../src/domain/scan.ts'
import { row } from '../../src/domain/trace.ts'
import { Counter } from '../support/counter.ts'
import { DomainDriver, play } from '../support/domain-driver.ts'
import { paidOrder, shopWith, shown } from '../support/one-scan.ts'
import { at, cancelled, eur, perAmount, perVisit, program, sold } from '../support/orders.ts'

const nine = at('2026-03-02T09:00:00Z')
const minutes = (count: number) => nine + count * 60_000
const nobodys = (total = 800) => sold('1', { total, placedAt: minutes(1), cardSerial: undefined })

describe('what is known of a scan', () => {
  it('is entered by its own id, with where and when it was', () => {
    const counter = new Counter(program(perVisit({ stamps: 2 })))
    counter.show({ id: 's', at: nine - 5000 })
    expect(counter.ledger).toMatchObject([
      { effectKey: 'scan/s', count: 2, channel: 'counter', tillId: 'till', orderId: null, reason: 'Scan' },
    ])
    expect(counter.book.card.lastStampAt).toBe(nine - 5000)
    expect(counter.scans.get('s')).toMatchObject({
      state: 'waiting',
      given: 2,
      stamped: 2,
      outcome: 'stamped',
      judgement: { version: 1, value: 2, cooled: false },
      trace: [row('card', true, { evidence: 'scanned' }), row('stamps', true, { stamps: 2 })],
    })
  })

  it('needs no till', () => {
    const counter = new Counter(program(perVisit()))
    counter.show({ id: 's', at: nine, tillId: null })
    expect(counter.ledger).toMatchObject([{ tillId: null, count: 1 }])
    expect(counter.book.earned).toEqual([{ order: '/scan/s', at: nine }])
  })

  it('cools down by its till and its own id', () => {
    const counter = new Counter(program(perVisit()))
    counter.show({ id: 's', at: nine })
    expect(counter.book.earned).toEqual([{ order: 'till/scan/s', at: nine }])
  })

  it('says that money of another currency does not count', () => {
    const counter = new Counter(program(perAmount(eur(100))))
    counter.show({ id: 's', at: nine, amount: { amount: 500, currency: 'CHF' } })
    expect(counter.scans.get('s')).toMatchObject({ outcome: 'no-stamp', given: 0, stamped: 0 })
    expect(counter.scans.get('s')!.trace.map(({ rule }) => rule)).toContain('currency')
  })

  it('waits for the amount while an order may come, and not when it stands alone', () => {
    const { book, desk } = shopWith(program(perAmount(eur(100))))
    for (const [state, outcome] of [
      ['waiting', 'waiting'],
      ['alone', 'no-stamp'],
    ] as const) {
      const scan = shown({ state })
      judgeScan(scan, book, '', 'UTC', desk)
      expect(scan.outcome).toBe(outcome)
    }
  })

  it('is told where it was, for programs that earn at some places only', () => {
    const { book, desk } = shopWith(program(perVisit(), [10], { locations: ['harbour'] }))
    const there = shown({ locationId: 'harbour' })
    const nowhere = shown({ id: 'other', clientId: 'other' })
    judgeScan(there, book, '', 'UTC', desk)
    judgeScan(nowhere, book, '', 'UTC', desk)
    expect([there.given, nowhere.given]).toEqual([1, 0])
  })

  it('counts again under the name of the reason', () => {
    const { book, desk } = shopWith(program(perVisit()))
    const scan = shown()
    judgeScan(scan, book, 'later', 'UTC', desk)
    expect(book.ledger[0]).toMatchObject({ effectKey: 'scan/s/later', reason: 'Scan' })
    expect(scan.judgement?.entered).toEqual(['later'])
    const first = shown({ id: 't', clientId: 't' })
    judgeScan(first, book, '', 'UTC', desk)
    expect(first.judgement?.entered).toEqual(['scan'])
  })
})

describe('the time within which scan and order are one', () => {
  it('is ten minutes unless the program of the card says otherwise', () => {
    const minutesOf = (joinMinutes?: number) => {
      const { book, desk } = shopWith(program(perVisit(), [10], { joinMinutes }))
      return joinMinutesOf(book, desk)
    }
    expect([minutesOf(), minutesOf(25), minutesOf(0)]).toEqual([10, 25, 0])
  })
})

describe('an order that a scan may join', () => {
  const order = (...events: OrderEvent[]) => play(program(perVisit()), events).order('a')

  it('shows its till, place, card and time', () => {
    expect(sightOf(order(sold('a', { locationId: 'harbour' })))).toEqual({
      tillId: 'till',
      externalId: 'a',
      locationId: 'harbour',
      cardId: 'card',
      placedAt: nine,
    })
    expect(sightOf(order(sold('a', { cardSerial: undefined })))).toMatchObject({
      cardId: null,
      locationId: null,
    })
  })

  it.each([
    ['of which only its end is known', cancelled('a'), null],
    ['that is not paid', sold('a', {}, { paid: false }), null],
    ['of a test', sold('a', { test: true }), null],
    ['that another scan has joined', sold('a'), 'other'],
  ])('is none %s', (_what, event, scanId) => {
    expect(sightOf({ ...order(event), scanId })).toBeNull()
  })
})

describe('a scan that an order joins', () => {
  it('leaves its card, its stamps and its version to it', () => {
    let latest = 1
    const versions = [program(perVisit({ stamps: 2 }), [2]), program(perVisit({ stamps: 7 }), [9])]
    const driver = new DomainDriver(versions, { latest: () => latest })
    const book = driver.join()
    const scan = shown()
    latest = 2
    judgeScan(scan, book, '', 'UTC', driver.desk)
    // The scan filled the cycle: the card goes on under the next version, the purchase stays under the first.
    expect([scan.given, book.card.version]).toEqual([2, 2])
    const order = paidOrder()
    const inherited = joinScan(scan, order, book, driver.desk)
    expect(inherited).toEqual({ version: 1, stamps: -2, given: 2, channel: 'till' })
    expect(scan).toMatchObject({
      state: 'joined',
      order: { tillId: 'till', externalId: '1' },
      broughtCard: true,
      judgement: null,
      given: 0,
      stamped: 2,
    })
    expect(order).toMatchObject({ scanId: 's', cardId: 'card', evidence: 'scanned' })
    judgeEarning(order, book, 'sale', 'UTC', driver.desk, { inherited })
    expect([order.given, order.judgement?.version, book.card.total]).toEqual([2, 1, 2])
  })

  it('leaves the version of the card where it was never judged', () => {
    const { book, desk } = shopWith(program(perVisit()))
    expect(joinScan(shown(), paidOrder(), book, desk)).toEqual({
      version: 1,
      stamps: 0,
      given: 0,
      channel: 'till',
    })
  })

  it('does not bring a card to an order that has one', () => {
    const { book, desk } = shopWith(program(perVisit()))
    const scan = shown()
    const order = { ...paidOrder(), cardId: 'card', evidence: 'linked' as const }
    joinScan(scan, order, book, desk)
    expect([scan.broughtCard, order.evidence, order.scanId]).toEqual([false, 'linked', 's'])
  })

  it('lets the order earn by its channel where the till does not earn', () => {
    const { book, desk } = shopWith(program(perVisit(), [10], { channels: ['counter'] }))
    expect(joinScan(shown(), paidOrder(), book, desk).channel).toBe('counter')
  })
})

describe('a scan that is parted from its order', () => {
  it('is judged by itself, and the order that had its card from it is nobody’s', () => {
    const counter = new Counter(program(perVisit({ stamps: 2 })))
    counter.show({ id: 's', at: nine })
    counter.tell(nobodys())
    counter.part('s')
    expect(counter.ledger.map(({ effectKey, count, reason }) => [effectKey, count, reason])).toEqual([
      ['scan/s', 2, 'Scan'],
      ['order/till/1/apart:s', -2, 'Not this card’s purchase'],
      ['scan/s/apart', 2, 'Scan'],
    ])
    expect(counter.scans.get('s')).toMatchObject({
      state: 'apart',
      order: null,
      repeatOf: null,
      broughtCard: false,
      given: 2,
    })
    expect(counter.orders.get('1')).toMatchObject({ scanId: null, cardId: null })
  })

  it('leaves an order that it has nothing to do with alone', () => {
    const { book, desk } = shopWith(program(perVisit()))
    const scan = shown({ state: 'repeat', repeatOf: 'first' })
    const order = { ...paidOrder(), cardId: 'card', evidence: 'scanned' as const, scanId: 'first' }
    partScan(scan, order, book, 'UTC', desk)
    expect([order.scanId, order.cardId, scan.repeatOf, scan.given]).toEqual(['first', 'card', null, 1])
  })

  it('leaves an order with a card that somebody gave it meanwhile', () => {
    const { book, desk } = shopWith(program(perVisit()))
    const scan = shown()
    const order = paidOrder()
    joinScan(scan, order, book, desk)
    order.cardId = 'another'
    undoScan(scan, order, book, desk)
    expect([order.cardId, order.scanId]).toEqual(['another', null])
  })
})

describe('a scan that is undone', () => {
  it('gives back what it gave, and says so', () => {
    const counter = new Counter(program(perVisit({ limits: { cooldownMinutes: 60 } })))
    counter.show({ id: 's', at: nine })
    counter.undo('s')
    expect(counter.ledger).toMatchObject([
      { effectKey: 'scan/s', count: 1 },
      { effectKey: 'scan/s/undone', count: -1, channel: 'counter', reason: 'Scan undone' },
    ])
    expect(counter.scans.get('s')).toMatchObject({
      state: 'undone',
      order: null,
      repeatOf: null,
      broughtCard: false,
      judgement: null,
      given: 0,
      stamped: 1,
    })
    expect(counter.book.earned).toEqual([])
  })

  it('takes its order’s stamps where that had its card from it alone', () => {
    const counter = new Counter(program(perVisit({ stamps: 2 })))
    counter.show({ id: 's', at: nine })
    counter.tell(nobodys())
    counter.undo('s')
    expect(counter.ledger.map(({ effectKey, count }) => [effectKey, count])).toEqual([
      ['scan/s', 2],
      ['order/till/1/undone:s', -2],
    ])
    expect(counter.scans.get('s')).toMatchObject({ state: 'undone', order: null, broughtCard: false })
    expect(counter.orders.get('1')).toMatchObject({ scanId: null, outcome: 'unmatched' })
  })
})
