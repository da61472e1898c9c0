import { z } from 'zod'
import { minorDigits, parseDecimal } from '../../src/domain/money.ts'

/** Decimal text as Shopify writes it; some fields are plain numbers. Bounded so that minor units stay exact. */
export const amountField = z.union([
  z.string().regex(/^-?\d{1,12}(\.\d{1,20})?$/, 'not a decimal amount'),
  z.number().min(-1e11).max(1e11),
])
export type ShopifyAmount = z.infer<typeof amountField>

export const currencyField = z.string().regex(/^[A-Z]{3}$/, 'not a currency')

/** `{shop_money, presentment_money}`: only the shop's own currency counts. */
export const moneySetField = z
  .object({ shop_money: z.object({ amount: amountField, currency_code: currencyField.nullish() }).nullish() })
  .nullish()
export type MoneySet = z.infer<typeof moneySetField>

/**
 * Integer minor units; 0 for nothing. Shopify computes some taxes finer than the currency's minor unit, and writes
 * some prices as binary fractions (143.97000000000003): those are rounded half away from zero.
 */
export function toMinor(amount: ShopifyAmount | null | undefined, currency: string): number {
  if (amount === null || amount === undefined) return 0
  const text = typeof amount === 'number' ? amount.toFixed(6) : amount
  const digits = minorDigits(currency)
  const point = text.indexOf('.')
  if (point < 0 || text.length - point - 1 <= digits) return parseDecimal(text, currency)
  const kept = parseDecimal(text.slice(0, point) + text.slice(point, digits && point + 1 + digits), currency)
  if (text.charCodeAt(point + 1 + digits) < 53 /* '5' */) return kept
  return text.startsWith('-') ? kept - 1 : kept + 1
}

/** The set's amount where there is one (it names its currency and is never a binary fraction), else the plain one. */
export const shopMoney = (set: MoneySet, plain?: ShopifyAmount | null): ShopifyAmount | null | undefined =>
  set?.shop_money?.amount ?? plain
