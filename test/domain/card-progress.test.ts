import { describe, expect, it } from 'vitest'
import { judgeEarning, showProgress } from '../../src/domain/judge-order.ts'
import type { ProgramRules } from '../../src/domain/program.ts'
import { DomainDriver } from '../support/domain-driver.ts'
import { paidOrder, shopWith } from '../support/one-scan.ts'
import { eur, perAmount, perVisit, program, sold } from '../support/orders.ts'

describe('the money on the way to the next stamp', () => {
  const shown = (first: ProgramRules, then: ProgramRules) => {
    let latest = 1
    const driver = new DomainDriver([first, then], { latest: () => latest })
    const book = driver.join()
    driver.deliver(sold('a', { total: 1000 }))
    const before = book.card.progress
    latest = 2
    book.card.version = 2
    showProgress(book, driver.desk)
    return { before, after: book.card.progress, visible: book.visible }
  }
  const per500 = program(perAmount(eur(500)))

  it.each<[string, ProgramRules, object | null, boolean]>([
    [
      'nothing else is asked for',
      program(perAmount(eur(500))),
      { amount: 0, per: 500, currency: 'EUR' },
      false,
    ],
    [
      'more is asked for a stamp',
      program(perAmount(eur(800))),
      { amount: 0, per: 800, currency: 'EUR' },
      true,
    ],
    [
      'another currency is asked for',
      program(perAmount({ amount: 500, currency: 'CHF' })),
      { amount: 0, per: 500, currency: 'CHF' },
      true,
    ],
    ['nothing is carried over', program(perAmount(eur(500), { carryOver: false })), null, true],
    ['visits are counted', program(perVisit()), null, true],
  ])('under a new version, where %s', (_what, then, after, visible) => {
    expect(shown(per500, then)).toEqual({
      before: { amount: 0, per: 500, currency: 'EUR' },
      after,
      visible,
    })
  })

  it('is seen to change when it grows, though no stamp comes', () => {
    const { book, desk } = shopWith(program(perAmount(eur(5000))))
    judgeEarning({ ...paidOrder(), cardId: 'card' }, book, 'sale', 'UTC', desk)
    expect([book.card.progress?.amount, book.ledger, book.visible]).toEqual([1000, [], true])
  })
})

describe('orders that cool down others', () => {
  it('do so once each, and not when they earn nothing any more', () => {
    const { book, desk } = shopWith(program(perVisit()))
    const order = { ...paidOrder(), cardId: 'card' }
    judgeEarning(order, book, 'sale', 'UTC', desk)
    judgeEarning(order, book, 'sale@5', 'UTC', desk)
    expect(book.earned).toEqual([{ order: 'till/1', at: order.facts.sale!.placedAt }])
    order.facts = { ...order.facts, cancelled: true }
    judgeEarning(order, book, 'cancellation', 'UTC', desk)
    expect(book.earned).toEqual([])
  })
})
