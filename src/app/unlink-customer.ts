import type { CardLinks } from '../ports/cards.ts'

/**
 * A customer of the till means this card no longer; what earlier orders gave stays. Idempotent: false when the customer
 * meant another card, or none.
 */
export type UnlinkCustomer = (link: {
  merchantId: string
  cardId: string
  tillId: string
  customerId: string
}) => Promise<boolean>

export const unlinkCustomerWith =
  ({ links }: { links: Pick<CardLinks, 'unlink'> }): UnlinkCustomer =>
  (link) =>
    links.unlink(link)
