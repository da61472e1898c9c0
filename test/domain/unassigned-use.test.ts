import { describe, expect, it } from 'vitest'
import { type CouponFinder, judgeRedemptions, noteAssigned } from '../../src/domain/judge-redemptions.ts'
import type { DiscountUse } from '../../src/domain/order.ts'
import { row } from '../../src/domain/trace.ts'
import { oneCard } from '../support/one-card.ts'
import { paidOrder, shopWith } from '../support/one-scan.ts'
import { perVisit, program, reward, sale } from '../support/orders.ts'

const { desk } = shopWith(program(perVisit()))
const isShared = (code: string) => code.startsWith('FREE')
/** Nobody's card is in the sale. */
const nobody: CouponFinder = { byUse: () => null, byId: () => null, isShared }

function orderWith(...discountCodes: DiscountUse[]) {
  const order = paidOrder()
  order.facts = { ...order.facts, sale: sale({ discountCodes }) }
  return order
}
const unassigned = (code: string) => row('coupon', false, { code, event: 'unassigned' })

describe('a shared code in a sale without a card that holds it', () => {
  it('is listed, once, and never guessed', () => {
    const order = orderWith({ code: ' free1 ' }, { code: 'FREE1' }, { code: 'FREE2' }, { externalId: 'x' })
    judgeRedemptions(order, nobody, desk)
    expect(order.unassigned).toEqual(['FREE1', 'FREE2'])
    expect(order.trace).toEqual([unassigned('FREE1'), unassigned('FREE2')])
    judgeRedemptions(order, nobody, desk)
    expect(order.trace).toEqual([unassigned('FREE1'), unassigned('FREE2')])
  })

  it('is not spoken of where the shop has no such code', () => {
    const order = orderWith({ code: 'SUMMER' }, { externalId: 'x' })
    judgeRedemptions(order, nobody, desk)
    expect([order.unassigned, order.trace]).toEqual([undefined, []])
  })

  it('is not spoken of where nobody can say what is shared', () => {
    const order = orderWith({ code: 'FREE1' })
    judgeRedemptions(order, { byUse: () => null, byId: () => null }, desk)
    expect([order.unassigned, order.trace]).toEqual([undefined, []])
  })

  it('is nobody’s business any more when the sale was given back', () => {
    const order = orderWith({ code: 'FREE1' })
    order.trace = [row('paid', true), row('coupon', true, { code: 'OTHER', event: 'redeemed' })]
    judgeRedemptions(order, nobody, desk)
    expect(order.trace).toHaveLength(3)
    order.facts = { ...order.facts, cancelled: true }
    judgeRedemptions(order, nobody, desk)
    expect(order.unassigned).toEqual([])
    expect(order.trace).toEqual([
      row('paid', true),
      row('coupon', true, { code: 'OTHER', event: 'redeemed' }),
    ])
  })

  it('is no more listed once a card in the sale has used it, while another code still is', () => {
    const {
      book,
      desk: here,
      move,
    } = oneCard([10], {
      milestones: [{ at: 10, reward: reward({ codeSource: 'shared', code: 'FREE1' }) }],
    })
    move(10)
    const order = orderWith({ code: 'FREE1' }, { code: 'FREE2' })
    judgeRedemptions(order, nobody, here)
    expect(order.unassigned).toEqual(['FREE1', 'FREE2'])
    const find: CouponFinder = {
      ...nobody,
      byUse: ({ code }) => (code === 'FREE1' ? { book, coupon: book.coupons[0]! } : null),
    }
    judgeRedemptions(order, find, here)
    expect(order.unassigned).toEqual(['FREE2'])
    expect(order.trace.map(({ figures }) => [figures?.code, figures?.event])).toEqual([
      ['FREE1', 'redeemed'],
      ['FREE2', 'unassigned'],
    ])
  })
})

describe('a coupon without a code', () => {
  it('is found by the till’s own name for it, and used once however often the sale is told', () => {
    const {
      book,
      desk: here,
      move,
    } = oneCard([10], {
      milestones: [{ at: 10, reward: reward({ kind: 'staff_scan' }) }],
    })
    move(10)
    const order = orderWith({ externalId: 'x' })
    const find: CouponFinder = { ...nobody, byUse: () => ({ book, coupon: book.coupons[0]! }) }
    for (let i = 0; i < 2; i++) judgeRedemptions(order, find, here)
    expect(order.redemptions).toEqual([
      { couponId: book.coupons[0]!.id, cardId: 'card', code: '', reversed: false },
    ])
    expect(order.trace).toMatchObject([{ passed: true, figures: { code: '', event: 'redeemed' } }])
    expect(book.coupons[0]).toMatchObject({ state: 'redeemed', flag: null })
  })

  it('is refused by no name', () => {
    const {
      book,
      desk: here,
      move,
    } = oneCard([10], {
      milestones: [{ at: 10, reward: reward({ kind: 'staff_scan' }) }],
    })
    move(10)
    move(-1)
    const order = orderWith({ externalId: 'x' })
    judgeRedemptions(order, { ...nobody, byUse: () => ({ book, coupon: book.coupons[0]! }) }, here)
    expect(order.trace).toMatchObject([{ passed: false, figures: { code: '', reason: 'revoked' } }])
  })
})

describe('a shared code that the merchant gives to a card', () => {
  it('is its coupon’s use from then on; other codes and rows stay as they are', () => {
    const { book, move } = oneCard([10], {
      milestones: [{ at: 10, reward: reward({ codeSource: 'shared', code: 'FREE1' }) }],
    })
    move(10)
    const used = { ...book.coupons[0]!, state: 'redeemed' as const }
    const order = orderWith({ code: 'FREE1' }, { code: 'FREE2' })
    order.trace = [row('paid', true), row('coupon', false, { code: 'FREE1', event: 'refused' })]
    judgeRedemptions(order, nobody, desk)
    noteAssigned(order, used)
    expect(order.redemptions).toEqual([{ couponId: used.id, cardId: 'card', code: 'FREE1', reversed: false }])
    expect(order.trace).toStrictEqual([
      row('paid', true),
      row('coupon', false, { code: 'FREE1', event: 'refused' }),
      unassigned('FREE2'),
      // Nobody knows when it was used.
      row('coupon', true, { code: 'FREE1', event: 'redeemed', title: 'Free coffee' }),
    ])
    expect(order.outcome).toBe('redeemed')
  })

  it('tells when and by whom it was used, not only by a till', () => {
    const { book, move } = oneCard()
    move(10)
    const told = (channel: 'staff' | 'till') => {
      const order = orderWith()
      noteAssigned(order, {
        ...book.coupons[0]!,
        redeemedAt: 5,
        redeemedBy: { channel, location: 'Harbour Street' },
      })
      return order.trace[0]?.figures
    }
    expect(told('staff')).toMatchObject({ at: 5, location: 'Harbour Street' })
    expect(told('staff')).not.toHaveProperty('via')
    expect(told('till')).toMatchObject({ via: 'till' })
  })

  it('may have no code', () => {
    const { book, move } = oneCard()
    move(10)
    const order = orderWith()
    noteAssigned(order, { ...book.coupons[0]!, code: null })
    expect([order.redemptions[0]?.code, order.trace[0]?.figures?.code]).toEqual(['', ''])
  })
})
