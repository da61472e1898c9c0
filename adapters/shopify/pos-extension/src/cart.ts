import type { ShownCard, ShownCoupon } from './shown-card.ts'

/** What is used of the POS's cart. */
export type Cart = {
  readonly current: {
    readonly value: {
      editable?: boolean | undefined
      customer?: { id: number } | undefined
      properties: Record<string, string>
      cartDiscounts: { discountDescription?: string | undefined }[]
    }
  }
  setCustomer(customer: { id: number }): Promise<void>
  addCartProperties(properties: Record<string, string>): Promise<void>
  addCartCodeDiscount(code: string): Promise<void>
}

/** Becomes an attribute of the order; the app reads it as "this card was scanned into the sale". */
export const cardProperty = '_stampbridge_card'

export type Attached =
  | { ok: true; customer: 'set' | 'kept' | 'none' }
  | { ok: false; reason: 'not-editable' | 'refused' }

/**
 * The sale is this card's from now on: by its number, and by the customer whose card it is where the cart has none yet.
 * The last card counts. Again for the same card it changes nothing.
 */
export async function attachCard(
  cart: Cart,
  card: Pick<ShownCard, 'serial' | 'customerId'>,
): Promise<Attached> {
  const { editable, customer, properties } = cart.current.value
  if (editable === false) return { ok: false, reason: 'not-editable' }
  try {
    if (properties[cardProperty] !== card.serial)
      await cart.addCartProperties({ [cardProperty]: card.serial })
  } catch {
    return { ok: false, reason: 'refused' }
  }
  if (customer) return { ok: true, customer: 'kept' }
  const id = Number(card.customerId)
  if (!card.customerId || !Number.isSafeInteger(id)) return { ok: true, customer: 'none' }
  try {
    await cart.setCustomer({ id })
    return { ok: true, customer: 'set' }
  } catch {
    // A customer whom the shop has deleted. The number alone finds the card.
    return { ok: true, customer: 'none' }
  }
}

export type Applied =
  | { ok: true; fresh: boolean }
  | { ok: false; reason: 'no-code' | 'not-editable' | 'refused' }

/** Puts the coupon's code into the cart, once. Whether it is still good the till itself says at the payment. */
export async function applyCoupon(cart: Cart, { code }: Pick<ShownCoupon, 'code'>): Promise<Applied> {
  if (code === null) return { ok: false, reason: 'no-code' }
  const { editable, cartDiscounts } = cart.current.value
  if (editable === false) return { ok: false, reason: 'not-editable' }
  const same = (text = '') => text.toUpperCase() === code.toUpperCase()
  if (cartDiscounts.some(({ discountDescription }) => same(discountDescription)))
    return { ok: true, fresh: false }
  try {
    await cart.addCartCodeDiscount(code)
    return { ok: true, fresh: true }
  } catch {
    return { ok: false, reason: 'refused' }
  }
}

/**
 * The number in a scanned card's code, for a sale while the app is out of reach: the order brings it in later.
 * Null for web addresses and codes of coupons.
 */
export const serialIn = (text: string): string | null =>
  /^([\w-]{16,64})(\.[0-9a-z]{1,8}\.[\w-]{12})?$/.exec(text.trim())?.[1] ?? null
