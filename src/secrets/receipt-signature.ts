import { createHmac, timingSafeEqual } from 'node:crypto'

export type ReceiptOrder = {
  /** The till's own id. */
  orderId: string
  /** Only where the receipt goes to the customer alone, as an e-mail does. */
  customerId?: string | undefined
}

/**
 * What vouches for a receipt's link: HMAC-SHA256 in hexadecimal of the order's id, or of `order.customer`. This much a
 * till's template language can do, too: `{{ id | append: "" | hmac_sha256: key }}`.
 */
export const signReceipt = (key: string, { orderId, customerId }: ReceiptOrder): string =>
  createHmac('sha256', key)
    .update(customerId === undefined ? orderId : `${orderId}.${customerId}`)
    .digest('hex')

/** In constant time, whatever the key's holder would have signed. */
export function isReceiptSigned(key: string, receipt: ReceiptOrder, signature: string): boolean {
  const expected = Buffer.from(signReceipt(key, receipt))
  const given = Buffer.from(signature.toLowerCase())
  return given.length === expected.length && timingSafeEqual(given, expected)
}
