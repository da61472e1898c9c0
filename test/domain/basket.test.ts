import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MenuItem, priceBasket } from '../../src/domain/basket.ts'

const coffee: MenuItem = { id: 'coffee', name: 'Coffee', category: 'coffee', price: 380 }
const espresso: MenuItem = { id: 'espresso', name: 'Espresso', category: 'coffee', price: 260 }
const cake: MenuItem = { id: 'cake', name: 'Cake', category: 'bakery', price: 450 }
const basket = [
  { item: espresso, quantity: 1 },
  { item: coffee, quantity: 2 },
  { item: cake, quantity: 1 },
]

describe('priceBasket', () => {
  it('makes one piece of the dearest named product free', () => {
    const priced = priceBasket(basket, { productIds: ['coffee', 'espresso'] })
    expect(priced).toMatchObject({ subtotal: 1470, discount: 380, total: 1090, applies: true })
    expect(priced.lines.map((line) => line.total)).toEqual([260, 380, 450])
  })

  it('takes off a share of what there is to pay', () => {
    expect(priceBasket(basket, { percent: 25 })).toMatchObject({ subtotal: 1470, discount: 368, total: 1102 })
    expect(priceBasket([], { percent: 25 })).toMatchObject({ lines: [], total: 0, applies: false })
  })

  it('says when the named product is not in the basket', () => {
    const priced = priceBasket([{ item: cake, quantity: 1 }], { productIds: ['coffee'] })
    expect(priced).toMatchObject({ total: 450, discount: 0, applies: false })
  })

  it('never takes off more than there is to pay', () => {
    expect(priceBasket(basket, { amount: { amount: 5000, currency: 'EUR' } }).total).toBe(0)
  })

  it('has lines that add up to the total, none negative, for any discount', () => {
    const items = fc.array(fc.record({ price: fc.nat(99_999), quantity: fc.integer({ min: 1, max: 20 }) }), {
      maxLength: 9,
    })
    const discounts = fc.oneof(
      fc.record({ percent: fc.integer({ min: 1, max: 100 }) }),
      fc.record({ amount: fc.record({ amount: fc.nat(500_000), currency: fc.constant('EUR') }) }),
    )
    fc.assert(
      fc.property(items, discounts, (rows, discount) => {
        const priced = priceBasket(
          rows.map(({ price, quantity }, index) => ({
            item: { ...cake, id: `item-${index}`, price },
            quantity,
          })),
          discount,
        )
        expect(priced.lines.reduce((sum, line) => sum + line.total, 0)).toBe(priced.total)
        expect(priced.total + priced.discount).toBe(priced.subtotal)
        expect(priced.lines.every((line) => line.total >= 0)).toBe(true)
      }),
    )
  })
})
