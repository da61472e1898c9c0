import type { CardLinks } from '../ports/cards.ts'
import { type CardStore, keyText } from '../ports/store.ts'

export type FindCustomerCard = (customer: {
  merchantId: string
  tillId: string
  customerId: string
}) => Promise<string | null>

/** The card that a till's customer means: of a merged one, the card that goes on. Null when there is none. Changes nothing. */
export const findCustomerCardWith =
  ({ store, links }: { store: CardStore; links: Pick<CardLinks, 'cardOf'> }): FindCustomerCard =>
  async (customer) => {
    const linked = await links.cardOf(customer)
    if (linked === null) return null
    const key = { merchantId: customer.merchantId, id: linked }
    return store.transact(async (tx) => {
      const card = (await tx.lockCards([key], { wholeHistory: false, follow: true })).get(keyText(key))?.card
      return card && card.state !== 'erased' ? card.id : null
    })
  }
