import { askForCard, type Fetch, type Unanswered } from './ask.ts'
import { type Attached, applyCoupon, attachCard, type Cart, serialIn } from './cart.ts'
import type { ShownCard } from './shown-card.ts'

/** What the modal shows. */
export type Screen =
  | { view: 'scan'; notice: Unanswered | 'not-active' | null }
  | { view: 'asking' }
  | { view: 'card'; card: ShownCard; attached: Attached; used: Record<string, 'applied' | 'refused'> }
  /** The app could not be asked; the sale has the card's number all the same. */
  | { view: 'noted'; attached: Attached }

export const start: Screen = { view: 'scan', notice: null }

export type Desk = {
  /** A scan, or what somebody typed. */
  read(text: string): Promise<void>
  use(couponId: string): Promise<void>
  again(): void
}

/** One modal: shows what became of each scan. Of several at once the last one is shown. */
export function openDesk(deps: { fetch: Fetch; cart: Cart; show(screen: Screen): void }): Desk {
  const { cart } = deps
  let turn = 0
  let screen: Screen = start
  const show = (next: Screen) => {
    screen = next
    deps.show(next)
  }
  const readText = async (text: string) => {
    if (text.trim() === '') return
    turn += 1
    const mine = turn
    show({ view: 'asking' })
    const next = await screenFor(deps, text, () => mine === turn)
    if (mine === turn) show(next)
  }
  return {
    read: readText,
    async use(couponId) {
      if (screen.view !== 'card') return
      const mine = turn
      const coupon = screen.card.coupons.find(({ id }) => id === couponId)
      const applied = coupon && (await applyCoupon(cart, coupon))
      if (applied && mine === turn && screen.view === 'card')
        show({ ...screen, used: { ...screen.used, [couponId]: applied.ok ? 'applied' : 'refused' } })
    },
    again() {
      turn += 1
      show(start)
    },
  }
}

async function screenFor(
  { fetch, cart }: { fetch: Fetch; cart: Cart },
  text: string,
  isMine: () => boolean,
): Promise<Screen> {
  const answer = await askForCard(fetch, text)
  // Another card was scanned meanwhile: this one must not end up in the cart.
  if (!isMine()) return start
  if (!answer.ok) {
    const serial = answer.reason === 'offline' ? serialIn(text) : null
    if (serial === null) return { view: 'scan', notice: answer.reason }
    return { view: 'noted', attached: await attachCard(cart, { serial, customerId: null }) }
  }
  const { card } = answer
  if (card.state !== 'active') return { view: 'scan', notice: 'not-active' }
  const attached = await attachCard(cart, card)
  const scanned = card.coupons.find(({ id }) => id === card.couponId)
  if (!scanned || !isMine()) return { view: 'card', card, attached, used: {} }
  const applied = await applyCoupon(cart, scanned)
  return { view: 'card', card, attached, used: { [scanned.id]: applied.ok ? 'applied' : 'refused' } }
}
