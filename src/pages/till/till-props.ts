import type { MenuItem, PricedBasket } from '../../domain/basket.ts'
import type { OrderDetail } from '../../ports/console-orders.ts'

export type TillProps = {
  shopName: string
  menu: readonly MenuItem[]
  currency: string
  timeZone: string
  basket: PricedBasket
  /** The basket as the form carries it. */
  basketText: string
  /** Cards made lately, for choosing one without a scanner. */
  cards: { serial: string; stamps: number; goal: number }[]
  card: { serial: string; url: string; stamps: number; goal: number } | null
  /** Somebody gave a serial that nobody has. */
  cardUnknown: boolean
  customers: readonly { id: string; name: string }[]
  customerId: string | null
  code: string
  codeNote: { good: boolean; words: string } | null
  sales: OrderDetail[]
  /** Order that was sent a moment ago and is not in `sales` yet. */
  sending: boolean
  notSent: boolean
  joinPath: string
}
