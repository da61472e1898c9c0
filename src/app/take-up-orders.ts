import { orderKeyText } from '../ports/store.ts'
import { giveOrders } from './give-orders.ts'
import type { CardChangeDeps } from './open-card.ts'

/** How long an order of nobody can be claimed, or taken up by a link, in milliseconds. */
export const claimableMs = 30 * 86_400_000

const batch = 500

/**
 * Gives a card the orders of nobody that a customer of the till made in the last 30 days, each exactly once: what
 * somebody has by then is left alone.
 * @returns how many orders it was
 */
export const takeUpOrdersWith =
  (deps: CardChangeDeps) =>
  async (link: {
    merchantId: string
    cardId: string
    tillId: string
    customerId: string
  }): Promise<number> => {
    let taken = 0
    for (;;) {
      const step = await takeUpSome(deps, link)
      taken += step
      if (step < batch) return taken
    }
  }

const takeUpSome = (
  deps: CardChangeDeps,
  { merchantId, cardId, tillId, customerId }: Parameters<ReturnType<typeof takeUpOrdersWith>>[0],
): Promise<number> =>
  deps.store.transact(async (tx) => {
    const since = deps.clock() - claimableMs
    const keys = await tx.claims.ordersOfCustomer({ merchantId, tillId, customerId, since }, batch)
    if (keys.length === 0) return 0
    const locked = await tx.lockOrders(keys)
    // Under the lock: somebody may have been given one of them meanwhile.
    const orders = keys.flatMap((key) => {
      const order = locked.get(orderKeyText(key))
      return order && order.cardId === null && order.facts.sale?.customerId === customerId ? [order] : []
    })
    const done = await giveOrders(deps, tx, {
      merchantId,
      cardId,
      orders,
      evidence: 'linked',
      transition: 'linked',
    })
    return done.ok ? orders.length : 0
  })
