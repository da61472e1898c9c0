import type { CardLinks, CardsRead } from '../ports/cards.ts'
import type { Clock } from '../ports/clock.ts'
import type { Tills } from '../ports/tills.ts'

type Deps = {
  cards: Pick<CardsRead, 'find'>
  tills: Pick<Tills, 'find'>
  links: CardLinks
  /** Gives the card the customer's orders of nobody; answers how many. Exactly once for each. */
  takeUpOrders(link: {
    merchantId: string
    cardId: string
    tillId: string
    customerId: string
  }): Promise<number>
  now: Clock
}

export type LinkCustomer = (link: {
  merchantId: string
  cardId: string
  tillId: string
  customerId: string
}) => Promise<
  | { ok: true; created: boolean; customerId: string; takenUp: number }
  | { ok: false; reason: 'unknown-card' | 'unknown-till' | 'card-not-active' }
>

/** A customer of the till means this card from now on, and for the orders of the last 30 days that are nobody's. Idempotent; the last link of a customer holds. */
export function linkCustomerWith({ cards, tills, links, takeUpOrders, now }: Deps): LinkCustomer {
  return async ({ merchantId, cardId, tillId, customerId }) => {
    const [card, till] = await Promise.all([cards.find(merchantId, cardId), tills.find(merchantId, tillId)])
    if (!card) return { ok: false, reason: 'unknown-card' }
    if (!till) return { ok: false, reason: 'unknown-till' }
    if (card.state === 'merged') return { ok: false, reason: 'card-not-active' }
    // Shopify's GraphQL says `gid://shopify/Customer/1`, its orders say `1`.
    const plainId =
      till.provider === 'shopify' ? customerId.replace(/^gid:\/\/shopify\/Customer\//, '') : customerId
    const created = await links.link({ merchantId, tillId, customerId: plainId, cardId, at: now() })
    const takenUp = await takeUpOrders({ merchantId, cardId, tillId, customerId: plainId })
    return { ok: true, created, customerId: plainId, takenUp }
  }
}
