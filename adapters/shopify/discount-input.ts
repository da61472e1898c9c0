import { formatDecimal } from '../../src/domain/money.ts'
import type { Discount } from '../../src/domain/program.ts'
import { ProviderError } from '../../src/ports/provider-error.ts'
import type { CodeToPlace } from '../../src/ports/till.ts'

/** `DiscountCodeBasicInput` of the Admin API, as far as it is used. */
export type BasicCodeDiscount = {
  title: string
  code: string
  startsAt: string
  endsAt: string | null
  usageLimit: 1
  appliesOncePerCustomer: false
  context: { all: 'ALL' }
  combinesWith: { orderDiscounts: boolean; productDiscounts: boolean; shippingDiscounts: boolean }
  /** Null for none: left out of a change it would stay. */
  minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: string } } | null
  customerGets: {
    items: { all: true } | { products: { productsToAdd: string[] } }
    value: { percentage: number } | { discountAmount: { amount: string; appliesOnEachItem: false } }
  }
}

/**
 * A code for anybody, once. The title ends in the coupon's id, by which a repeated call knows its own.
 * @throws ProviderError (not retryable) for a reward that Shopify cannot be told.
 */
export function discountInput(order: CodeToPlace): BasicCodeDiscount {
  const { combinable = false, minBasket } = order.reward.limits ?? {}
  return {
    title: discountTitle(order),
    code: order.code,
    startsAt: new Date(order.startsAt).toISOString(),
    endsAt: order.expiresAt === undefined ? null : new Date(order.expiresAt).toISOString(),
    usageLimit: 1,
    appliesOncePerCustomer: false,
    context: { all: 'ALL' },
    // Free delivery takes nothing from the goods; other discounts on top might give more away than the reward says.
    combinesWith: { orderDiscounts: combinable, productDiscounts: combinable, shippingDiscounts: true },
    minimumRequirement: minBasket
      ? { subtotal: { greaterThanOrEqualToSubtotal: formatDecimal(minBasket) } }
      : null,
    customerGets: whatCustomerGets(order.reward.discount),
  }
}

/** Titles hold 255 characters. */
const discountTitle = (order: CodeToPlace): string =>
  `${order.reward.title.slice(0, 200)} · ${order.couponId}`

/** Whether a discount's title says that it was made for this coupon. */
export const isTitleOf = (couponId: string, title: string): boolean => title.endsWith(couponId)

function whatCustomerGets(discount: Discount | undefined): BasicCodeDiscount['customerGets'] {
  if (!discount)
    throw unplaceable(
      'this reward says nothing of its discount: give it a percentage, an amount or products, or use imported codes',
    )
  if ('percent' in discount) {
    if (!(discount.percent > 0 && discount.percent <= 100))
      throw unplaceable('the percentage of the reward must be above 0 and at most 100')
    return { items: { all: true }, value: { percentage: Number((discount.percent / 100).toFixed(6)) } }
  }
  if ('amount' in discount) {
    if (discount.amount.amount <= 0) throw unplaceable('the amount of the reward must be above zero')
    const amount = formatDecimal(discount.amount)
    return { items: { all: true }, value: { discountAmount: { amount, appliesOnEachItem: false } } }
  }
  const productsToAdd = discount.productIds.map(productGid)
  if (productsToAdd.length === 0) throw unplaceable('the reward names no product')
  const items = { products: { productsToAdd } }
  // A percentage takes off every unit in the sale: Shopify caps the number for "buy X get Y" alone. An amount that is
  // taken off once is one unit's worth.
  if (!discount.worth) return { items, value: { percentage: 1 } }
  const amount = formatDecimal(discount.worth)
  return { items, value: { discountAmount: { amount, appliesOnEachItem: false } } }
}

function productGid(id: string): string {
  if (/^\d{1,20}$/.test(id)) return `gid://shopify/Product/${id}`
  if (/^gid:\/\/shopify\/Product\/\d{1,20}$/.test(id)) return id
  throw unplaceable(`${id.slice(0, 60)} is not the id of a Shopify product`)
}

const unplaceable = (message: string) =>
  new ProviderError('shopify', message, { retryable: false, reason: 'reward' })
