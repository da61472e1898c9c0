import fc from 'fast-check'
import { expect, it } from 'vitest'
import { checkCard, endOf, forgivenOn, histories, live, lives, playHistory } from '../support/histories.ts'
import { program } from '../support/orders.ts'

/** Enough to notice a slip; a hundred thousand were run when the rules were written. */
/** Set `HISTORIES` for a longer run than continuous integration has time for. */
const numRuns = Number(process.env.HISTORIES ?? 300)

it('ends the same whatever the order of arrival, and however often each delivery comes', () => {
  fc.assert(
    fc.property(histories, ({ rules, happened, arrived }) => {
      const straight = playHistory(rules, happened)
      const crooked = playHistory(rules, arrived)
      checkCard(straight, rules)
      checkCard(crooked, rules)
      expect(endOf(crooked, rules)).toEqual(endOf(straight, rules))
    }),
    { numRuns },
  )
})

it('keeps the books through a life of sales, uses, refunds, cancellations and edits', () => {
  fc.assert(
    fc.property(lives, ({ earn, ats, debt, steps }) => {
      const rules = program(earn, ats, { debt })
      const { driver, said } = live(rules, steps)
      // What the orders are worth as they now stand, to somebody who never used a coupon.
      const unused = said.map((event) =>
        event.kind === 'sale' ? { ...event, sale: { ...event.sale, discountCodes: [] } } : event,
      )
      const earned = playHistory(rules, unused).books.get('card')!.card.total
      expect(driver.books.get('card')!.card.total - forgivenOn(driver)).toBe(earned)
      if (debt === 'owed') expect(forgivenOn(driver)).toBe(0)
    }),
    { numRuns },
  )
})
