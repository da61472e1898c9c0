import type { Square } from 'square'
import type { Money } from '../../src/domain/money.ts'
import type { Discount, Reward } from '../../src/domain/program.ts'
import { ProviderError } from '../../src/ports/provider-error.ts'

const longestName = 255

/** "Free coffee · K7Q2M9ABCD": how the cashier finds the discount, and how an order tells its code. */
function discountName(title: string, code: string): string {
  const tail = ` · ${code}`
  return [...title.trim()].slice(0, longestName - tail.length).join('') + tail
}

/**
 * Square has no discount codes: a coupon becomes one discount of the catalog, which the cashier finds by its code and
 * taps. Square neither limits it to one use nor to a time: it is deleted when the coupon is used or ends.
 * A price of given products becomes 100 %, to be put on that item by the cashier, since a plain discount cannot be
 * bound to items; `worth` caps what it takes off.
 * @throws ProviderError, not retryable, when the reward takes nothing off.
 */
export function catalogDiscount(reward: Reward, code: string): Square.CatalogDiscount {
  const { discount } = reward
  if (!discount)
    throw new ProviderError(
      'square',
      'The reward takes nothing off, so there is no discount to make in Square: give it a percentage, an amount or products.',
      { retryable: false, reason: 'reward' },
    )
  return { name: discountName(reward.title, code), ...worthOf(discount) }
}

const moneyOf = ({ amount, currency }: Money): Square.Money => ({
  amount: BigInt(amount),
  currency: currency as Square.Currency,
})

function worthOf(discount: Discount): Square.CatalogDiscount {
  if ('amount' in discount)
    return {
      discountType: 'FIXED_AMOUNT',
      amountMoney: moneyOf(discount.amount),
    }
  if ('percent' in discount) return { discountType: 'FIXED_PERCENTAGE', percentage: String(discount.percent) }
  const { worth } = discount
  return {
    discountType: 'FIXED_PERCENTAGE',
    percentage: '100',
    ...(worth && { maximumAmountMoney: moneyOf(worth) }),
  }
}
