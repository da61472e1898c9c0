import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amountField, shopMoney, toMinor } from '../../../adapters/shopify/shopify-money.ts'
import { formatDecimal } from '../../../src/domain/money.ts'

const currencies = fc.constantFrom('EUR', 'JPY', 'KWD')
const minor = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 })

describe('toMinor', () => {
  it('gives back every amount written as decimal text', () => {
    fc.assert(
      fc.property(minor, currencies, (amount, currency) => {
        expect(toMinor(formatDecimal({ amount, currency }), currency)).toBe(amount)
      }),
    )
  })

  it('is unmoved by zeros at the end, and by passing through a number', () => {
    fc.assert(
      fc.property(minor, currencies, fc.integer({ min: 0, max: 6 }), (amount, currency, zeros) => {
        const text = formatDecimal({ amount, currency })
        const long = (text.includes('.') ? text : `${text}.0`) + '0'.repeat(zeros)
        expect(toMinor(long, currency)).toBe(amount)
        expect(toMinor(Number(text), currency)).toBe(amount)
      }),
    )
  })

  it.each([
    ['0.005', 'EUR', 1],
    ['0.0049', 'EUR', 0],
    ['-0.005', 'EUR', -1],
    ['-1.994', 'EUR', -199],
    ['599.00', 'JPY', 599],
    ['599.50', 'JPY', 600],
    [143.97000000000003, 'CAD', 14397],
    [null, 'EUR', 0],
    [undefined, 'EUR', 0],
  ])('reads %s %s as %i', (amount, currency, expected) => {
    expect(toMinor(amount, currency)).toBe(expected)
  })

  it('never meets what is no amount', () => {
    for (const wrong of ['', 'abc', '1,50', '1e9', '--1', '1.', '9'.repeat(20), Number.NaN, 1e15])
      expect(amountField.safeParse(wrong).success).toBe(false)
  })
})

it("prefers the set's amount in the shop's currency", () => {
  expect(shopMoney({ shop_money: { amount: '4.50', currency_code: 'EUR' } }, 4.499999)).toBe('4.50')
  expect(shopMoney(null, '3.00')).toBe('3.00')
})
