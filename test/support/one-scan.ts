import { unknownOrder } from '../../src/domain/order.ts'
import type { OrderRecord } from '../../src/domain/order-record.ts'
import type { ProgramRules } from '../../src/domain/program.ts'
import type { ScanRecord } from '../../src/domain/scan.ts'
import { DomainDriver } from './domain-driver.ts'
import { at, sale, unheard } from './orders.ts'

const nine = at('2026-03-02T09:00:00Z')

/** The book of one new card, and the shop's desk. */
export function shopWith(rules: ProgramRules) {
  const driver = new DomainDriver([rules])
  return { book: driver.join(), desk: driver.desk }
}

/** A scan at nine, by itself; change what matters. */
export function shown(part: Partial<ScanRecord> = {}): ScanRecord {
  return {
    merchantId: 'merchant',
    id: 's',
    clientId: 's',
    cardId: 'card',
    channel: 'counter',
    tillId: 'till',
    locationId: null,
    amount: null,
    at: nine,
    joinMinutes: 10,
    state: 'waiting',
    order: null,
    broughtCard: false,
    repeatOf: null,
    judgement: null,
    given: 0,
    outcome: 'no-stamp',
    stamped: 0,
    trace: [],
    createdAt: nine,
    ...part,
  }
}

/** A paid order of which nobody knows whose it is. */
export function paidOrder(): OrderRecord {
  const facts = { ...unknownOrder, sale: sale({ cardSerial: undefined }), saleAsOf: 0, paid: true }
  return { ...unheard('1'), facts }
}
