import type { Card } from './api.ts'
import type { Dice } from './random.ts'
import type { Shop } from './shop.ts'
import type { TillDelivery } from './till-deliveries.ts'

const prices = [250, 380, 450, 900, 2300]

/**
 * What happens to some cards in three tills: sales, refunds of all or part, cancellations, corrections. The same dice
 * give the same history for other cards. Nothing is sent: the deliveries come back in the order in which they are made.
 */
export async function makeHistory(
  shop: Shop,
  cards: Card[],
  dice: Dice,
  orders: number,
): Promise<TillDelivery[]> {
  const name = cards[0]?.id ?? ''
  const deliveries: TillDelivery[] = []
  shop.square.delivery.lose = () => true
  for (let number = 0; number < orders; number += 1) {
    const card = dice.pick(cards)
    const till = dice.pick(['shopify', 'square', 'open'] as const)
    const play = { card, dice, amount: dice.pick(prices), fate: dice.roll(10), id: `${name}-${number}` }
    deliveries.push(...(await tills[till](shop, play)))
  }
  shop.square.delivery.lose = () => false
  return deliveries
}

/** `fate`: 0 and 1 refunded whole, 2 in part, 3 cancelled; otherwise the sale stands. */
type Play = { card: Card; dice: Dice; amount: number; fate: number; id: string }

const tills = {
  async shopify(shop: Shop, { card, amount, fate }: Play): Promise<TillDelivery[]> {
    const { shopify } = shop
    const hold = { hold: true }
    const lines = [
      { title: 'Flat white', price: amount },
      { title: 'Cake', price: 300 },
    ]
    const { order, deliveries } = await shopify.sell({ lines, card: card.serial }, hold)
    const more =
      fate < 2
        ? await shopify.refund(order.id, {}, hold)
        : fate === 2
          ? await shopify.refund(order.id, { lines: [{ index: 1, quantity: 1 }] }, hold)
          : fate === 3
            ? await shopify.cancel(order.id, hold)
            : { deliveries: [] }
    return [...deliveries, ...more.deliveries].map((each) => ({
      url: `${shop.app.baseUrl}/webhooks/shopify`,
      ...each,
    }))
  },
  async square(shop: Shop, { card, amount, fate }: Play): Promise<TillDelivery[]> {
    const { square } = shop
    const before = square.webhooks.length
    const order = await square.sell({ total: amount, card: card.serial })
    if (fate < 2) await square.refund(order.id)
    if (fate === 2) await square.refund(order.id, { amount: 100 })
    if (fate === 3) await square.cancel(order.id)
    return square.webhooks
      .slice(before)
      .map((each) => ({ url: `${shop.app.baseUrl}/webhooks/square`, ...each }))
  },
  async open(shop: Shop, { card, amount, fate, id }: Play): Promise<TillDelivery[]> {
    const { open, tills } = shop
    const closedAt = new Date().toISOString()
    const lines = [{ id: '1', name: 'Flat white', quantity: 1, total: amount }]
    const order = {
      id,
      closedAt,
      currency: 'EUR',
      total: amount,
      lines,
      discountCodes: [],
      card: card.serial,
    }
    const requests = [open.request('order.paid', order)]
    if (fate < 2) requests.push(open.request('order.refunded', { id: `${id}-r`, orderId: id, amount }))
    if (fate === 2) requests.push(open.request('order.refunded', { id: `${id}-r`, orderId: id, amount: 100 }))
    if (fate === 3) requests.push(open.request('order.cancelled', { id }))
    if (fate === 4) {
      const updatedAt = new Date(Date.now() + 1000).toISOString()
      const corrected = { ...order, total: 100, lines: [{ ...lines[0], total: 100 }], updatedAt }
      requests.push(open.request('order.updated', corrected))
    }
    return requests.map((each) => ({ url: tills.open.webhookUrl, ...each }))
  },
}
