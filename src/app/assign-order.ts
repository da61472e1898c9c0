import { type OrderKey, orderKeyText } from '../ports/store.ts'
import { giveOrders } from './give-orders.ts'
import type { CardChangeDeps } from './open-card.ts'

export type AssignResult =
  | { ok: true; given: number }
  | { ok: false; reason: 'unknown-order' | 'unknown-card' | 'card-not-active' }

/**
 * Gives an order to a card by hand, or (`cardId` null) to nobody. What it gave to another card is taken back there
 * first. Idempotent: an order that is the card's already stays as it is.
 * @param operationId names the intent in the ledger
 */
export const assignOrderWith =
  (deps: CardChangeDeps) =>
  (input: OrderKey & { cardId: string | null; operationId: string }): Promise<AssignResult> =>
    deps.store.transact(async (tx) => {
      const { merchantId, tillId, externalId, cardId, operationId } = input
      const key = { merchantId, tillId, externalId }
      const order = (await tx.lockOrders([key])).get(orderKeyText(key))
      if (!order) return { ok: false, reason: 'unknown-order' }
      const transition = `assigned:${operationId}`
      return giveOrders(deps, tx, { merchantId, cardId, orders: [order], evidence: 'assigned', transition })
    })
