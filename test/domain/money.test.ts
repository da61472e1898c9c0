import { describe, expect, it } from 'vitest'
import { formatDecimal, minorDigits, parseDecimal } from '../../src/domain/money.ts'

describe('minorDigits', () => {
  it.each([
    ['EUR', 2, 'cents'],
    ['JPY', 0, 'the yen has no smaller unit'],
    ['KWD', 3, 'a dinar is 1000 fils'],
    ['IQD', 3, 'by ISO 4217; by usage it has none'],
    ['HUF', 2, 'by ISO 4217; prices are round, tills still write two decimals'],
    ['IDR', 2, 'by ISO 4217; prices are round, tills still write two decimals'],
    ['ISK', 0, 'no aurar since 2007'],
    ['CLF', 4, 'the Chilean unit of account'],
    ['XTS', 2, 'unlisted: what most have'],
  ])('%s has %i: %s', (currency, digits) => {
    expect(minorDigits(currency)).toBe(digits)
  })
})

describe('parseDecimal', () => {
  it.each([
    ['12.50', 'EUR', 1250, 'plain'],
    ['12.5', 'EUR', 1250, 'a missing last digit is a zero'],
    ['12', 'EUR', 1200, 'no fraction at all'],
    ['0.07', 'EUR', 7, 'no binary fraction in between'],
    ['1.10', 'EUR', 110, '1.1 * 100 would be 110.00000000000001'],
    [' 3.00 ', 'EUR', 300, 'blanks around'],
    ['-4.20', 'EUR', -420, 'money given back'],
    ['-0.00', 'EUR', 0, 'no negative zero'],
    ['1500', 'JPY', 1500, 'zero decimals'],
    ['1500.00', 'JPY', 1500, 'zeros beyond the unit say nothing'],
    ['1.250', 'KWD', 1250, 'three decimals'],
    ['12.50', 'HUF', 1250, 'tills write two decimals of the forint'],
    ['12.5000', 'EUR', 1250, 'zeros beyond the unit say nothing'],
  ])('reads %s %s as %i: %s', (text, currency, amount) => {
    expect(parseDecimal(text, currency)).toBe(amount)
  })

  it.each([
    ['12.505', 'EUR', 'half a cent is nobody’s'],
    ['1.5', 'JPY', 'half a yen is nobody’s'],
    ['1,50', 'EUR', 'a comma is no decimal point'],
    ['', 'EUR', 'nothing'],
    ['1e3', 'EUR', 'no exponents'],
    ['.5', 'EUR', 'no digit before the point'],
    ['99999999999999999', 'EUR', 'beyond whole numbers that are exact'],
  ])('refuses %j %s: %s', (text, currency) => {
    expect(() => parseDecimal(text, currency)).toThrow(RangeError)
  })
})

describe('formatDecimal', () => {
  it.each([
    [420, 'EUR', '4.20'],
    [7, 'EUR', '0.07'],
    [0, 'EUR', '0.00'],
    [-5, 'EUR', '-0.05'],
    [1500, 'JPY', '1500'],
    [1250, 'KWD', '1.250'],
    [5, 'KWD', '0.005'],
  ])('writes %i %s as %s', (amount, currency, text) => {
    expect(formatDecimal({ amount, currency })).toBe(text)
    expect(parseDecimal(text, currency)).toBe(amount)
  })
})
