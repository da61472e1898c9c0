import type { Discount } from './program.ts'

/** Something a till sells. Price in integer minor units. */
export type MenuItem = { id: string; name: string; category: string; price: number }

export type Basket = { item: MenuItem; quantity: number }[]

/** A basket as it is to be paid. Amounts in integer minor units. */
export type PricedBasket = {
  lines: { item: MenuItem; quantity: number; total: number }[]
  subtotal: number
  discount: number
  total: number
  /** False when the discount is for something that is not in the basket. */
  applies: boolean
}

/** Takes a coupon's discount off: once, and never more than there is to pay. */
export function priceBasket(basket: Basket, discount: Discount | null): PricedBasket {
  const lines = basket.map(({ item, quantity }) => ({ item, quantity, total: item.price * quantity }))
  const subtotal = sum(lines)
  const discounted = discount ? takeOff(lines, subtotal, discount) : lines
  const total = sum(discounted)
  return {
    lines: discounted,
    subtotal,
    discount: subtotal - total,
    total,
    applies: !discount || subtotal > total,
  }
}

type Line = PricedBasket['lines'][number]

const sum = (lines: Line[]): number => lines.reduce((total, line) => total + line.total, 0)

function takeOff(lines: Line[], subtotal: number, discount: Discount): Line[] {
  if ('productIds' in discount) return oneFree(lines, discount.productIds)
  const share =
    'percent' in discount ? Math.round((subtotal * discount.percent) / 100) : discount.amount.amount
  return spread(lines, subtotal, Math.min(share, subtotal))
}

/** One piece of the dearest item that the coupon is good for. */
function oneFree(lines: Line[], productIds: string[]): Line[] {
  const dearest = lines
    .filter((line) => productIds.includes(line.item.id))
    .toSorted((a, b) => b.item.price - a.item.price)[0]
  return lines.map((line) => (line === dearest ? { ...line, total: line.total - line.item.price } : line))
}

/** In proportion, cent by cent: the parts add up to the whole. */
function spread(lines: Line[], subtotal: number, amount: number): Line[] {
  let before = 0
  let taken = 0
  return lines.map((line) => {
    before += line.total
    const upToHere = subtotal === 0 ? 0 : Math.round((amount * before) / subtotal)
    const part = upToHere - taken
    taken = upToHere
    return { ...line, total: line.total - part }
  })
}
