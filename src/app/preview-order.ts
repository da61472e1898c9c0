import { type OrderKey, orderKeyText } from '../ports/store.ts'
import type { AssignResult } from './assign-order.ts'
import { giveOrders } from './give-orders.ts'
import type { CardChangeDeps } from './open-card.ts'

export type PreviewOrder = (input: OrderKey & { cardId: string }) => Promise<AssignResult>

/** What an order would earn on a card if it were given to it now, by every rule and limit. Writes nothing. */
export const previewOrderWith =
  (deps: CardChangeDeps): PreviewOrder =>
  async ({ merchantId, tillId, externalId, cardId }) => {
    const key = { merchantId, tillId, externalId }
    try {
      await deps.store.transact(async (tx) => {
        const order = (await tx.lockOrders([key])).get(orderKeyText(key))
        if (!order) throw new Answered({ ok: false, reason: 'unknown-order' })
        const gift = {
          merchantId,
          cardId,
          orders: [order],
          evidence: 'assigned' as const,
          transition: 'preview',
        }
        // Done as it would be done, and then taken back whole.
        throw new Answered(await giveOrders(deps, tx, gift))
      })
    } catch (error) {
      if (error instanceof Answered) return error.answer
      throw error
    }
    throw new Error('a preview ended without its answer')
  }

class Answered extends Error {
  readonly answer: AssignResult
  constructor(answer: AssignResult) {
    super('the preview is taken back')
    this.answer = answer
  }
}
