/** A card as the app tells the POS of it. */
export type ShownCard = {
  serial: string
  program: string
  /** active | paused | merged */
  state: string
  stamps: number
  goal: number
  /** The till's own customer whose card it is, if that is one. */
  customerId: string | null
  /** The coupon whose code was scanned. */
  couponId: string | null
  coupons: ShownCoupon[]
}

export type ShownCoupon = {
  id: string
  title: string
  /** For the cart; null where it is used otherwise, or its code is not in this till yet. */
  code: string | null
}

/** Null for anything but what the app sends. */
export function readCard(body: unknown): ShownCard | null {
  if (!isRecord(body) || !Array.isArray(body.coupons)) return null
  const { serial, program, state, stamps, goal } = body
  if (typeof serial !== 'string' || typeof program !== 'string' || typeof state !== 'string') return null
  if (typeof stamps !== 'number' || typeof goal !== 'number') return null
  return {
    ...{ serial, program, state, stamps, goal },
    customerId: textOrNull(body.customerId),
    couponId: textOrNull(body.couponId),
    coupons: body.coupons.flatMap(readCoupon),
  }
}

function readCoupon(body: unknown): ShownCoupon[] {
  if (!isRecord(body) || typeof body.id !== 'string' || typeof body.title !== 'string') return []
  return [{ id: body.id, title: body.title, code: textOrNull(body.code) }]
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)
