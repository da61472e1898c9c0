import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { OrderEvent } from '../../src/domain/order.ts'
import { Counter } from '../support/counter.ts'
import { at, cancelled, eur, perAmount, perVisit, program, refunded, sold } from '../support/orders.ts'

const runs = Number(process.env.HISTORIES ?? 400)
const nine = at('2026-03-02T09:00:00Z')
const minuteMs = 60_000

const rules = fc.constantFrom(
  program(perVisit(), [3]),
  program(perVisit({ stamps: 2, minSpend: eur(500) }), [2, 5]),
  program(perVisit({ stamps: 3, limits: { perDay: 4 } }), [4]),
  program(perVisit({ stamps: 2, limits: { perLocationDay: 3 } }), [4]),
  program(perAmount(eur(300)), [2, 6]),
  program(perAmount(eur(300), { limits: { perOrder: 2 } }), [6]),
  program(perVisit({ multipliers: [{ from: '09:30', factor: 2 }] }), [3]),
)

type Message = { tell: OrderEvent } | { show: Parameters<Counter['show']>[0] }

/** One purchase: its order with what may become of it, and a scan within ten minutes of it. */
const purchase = (number: number) =>
  fc
    .record({
      total: fc.integer({ min: 0, max: 2000 }),
      scanned: fc.boolean(),
      offset: fc.integer({ min: -10, max: 10 }),
      told: fc.option(fc.integer({ min: 1, max: 2000 }), { nil: null }),
      refunds: fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 2 }),
      cancel: fc.boolean(),
      edit: fc.option(fc.integer({ min: 0, max: 2000 }), { nil: null }),
    })
    .map(
      ({ total, scanned, offset, told, refunds, cancel, edit }): { order: OrderEvent[]; scan: Message } => {
        // So far apart that no scan is near two orders.
        const placedAt = nine + number * 25 * minuteMs
        const id = `order-${number}`
        const part = { placedAt, total, cardSerial: scanned ? 'card' : undefined, locationId: 'counter' }
        return {
          order: [
            sold(id, part),
            ...(edit === null ? [] : [sold(id, { ...part, total: edit }, { asOf: placedAt + 1 })]),
            ...refunds.map((amount, index) => refunded(id, `r${index}`, amount)),
            ...(cancel ? [cancelled(id)] : []),
          ],
          scan: {
            show: {
              id: `scan-${number}`,
              at: placedAt + offset * minuteMs,
              ...(told === null ? {} : { amount: eur(told) }),
            },
          },
        }
      },
    )

const history = fc.integer({ min: 1, max: 3 }).chain((count) =>
  fc.tuple(...Array.from({ length: count }, (_, number) => purchase(number))).chain((purchases) => {
    const messages = purchases.flatMap(({ order, scan }): Message[] => [
      ...order.map((tell) => ({ tell })),
      scan,
    ])
    // Each may come twice.
    return fc.record({
      purchases: fc.constant(purchases),
      messages: fc.shuffledSubarray([...messages, ...messages], { minLength: messages.length * 2 }),
    })
  }),
)

function play(counter: Counter, messages: Message[]): Counter['end'] {
  for (const message of messages) {
    if ('tell' in message) counter.tell(message.tell)
    else counter.show(message.show)
    const { total, ledger } = counter.end
    expect(ledger).toBe(total)
    expect(total).toBeGreaterThanOrEqual(0)
  }
  return counter.end
}

it('gives for a purchase that was scanned what its order gives alone, whatever comes first and however often', () => {
  fc.assert(
    fc.property(rules, history, (chosen, { purchases, messages }) => {
      const alone = purchases.flatMap(({ order }) =>
        order.map((event) => ({
          tell: event.kind === 'sale' ? { ...event, sale: { ...event.sale, cardSerial: 'card' } } : event,
        })),
      )
      expect(play(new Counter(chosen), messages)).toEqual(play(new Counter(chosen), alone))
    }),
    { numRuns: runs },
  )
})
