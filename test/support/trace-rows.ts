import type { OrderEvent } from '../../src/domain/order.ts'
import type { ProgramRules } from '../../src/domain/program.ts'
import { row, type TraceRow } from '../../src/domain/trace.ts'

/** An order's events under some rules, and what is said of it. */
export type TraceCase = [
  why: string,
  rules: ProgramRules,
  events: OrderEvent[],
  outcome: string,
  given: number,
  trace: TraceRow[],
]

export const found = row('card', true, { evidence: 'scanned' })
export const paid = (amount = '10.00', currency = 'EUR') =>
  row('something-paid', true, { paid: amount, currency })
export const stamps = (n: number) => row('stamps', n > 0, { stamps: n })
