/**
 * One id for one refund. The Payments API names it `{payment}_{refund}`; an order's `refunds[]` may name it with or
 * without its tender, which is the payment's id. Cut down to the refund's own part, both speak of the same one.
 */
export function refundIdOf(id: string, paymentId: string | null | undefined): string {
  const prefix = `${paymentId}_`
  return paymentId && id.length > prefix.length && id.startsWith(prefix) ? id.slice(prefix.length) : id
}
