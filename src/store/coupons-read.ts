import type { Coupon as CouponRow, CodePlacement as PlacementRow } from '../../prisma/generated/client.ts'
import type { Coupon, CouponState, RedeemedBy } from '../domain/coupon.ts'
import type { Reward } from '../domain/program.ts'
import type { CouponRecord, CouponsRead } from '../ports/cards.ts'
import type { Database } from './database.ts'

type Store = Pick<Database, 'prisma'>

export function createCouponsRead(db: Store): CouponsRead {
  const { prisma } = db
  return {
    async find(merchantId, id) {
      const row = await prisma.coupon.findUnique({ where: { merchantId_id: { merchantId, id } } })
      return row && ((await withPlacements(db, merchantId, [row]))[0] ?? null)
    },
    async list(merchantId, { after, limit, state, cardId }) {
      const rows = await prisma.coupon.findMany({
        where: {
          merchantId,
          ...(state !== undefined && { state }),
          ...(cardId !== undefined && { cardId }),
          ...(after && { id: { lt: after } }),
        },
        orderBy: { id: 'desc' },
        take: limit,
      })
      return withPlacements(db, merchantId, rows)
    },
    async byCode(merchantId, code) {
      const holding = (states: CouponState[]) =>
        prisma.coupon.findFirst({
          where: { merchantId, code, state: { in: states } },
          orderBy: { issuedAt: 'desc' },
        })
      const row =
        (await holding(['active'])) ??
        (await holding(['issuing'])) ??
        (await holding(['redeemed', 'expired', 'revoked']))
      return row && ((await withPlacements(db, merchantId, [row]))[0] ?? null)
    },
  }
}

/** Adds to each coupon where its code stands. */
export async function withPlacements(
  { prisma }: Store,
  merchantId: string,
  rows: CouponRow[],
): Promise<CouponRecord[]> {
  if (rows.length === 0) return []
  const placements = await prisma.codePlacement.findMany({
    where: { merchantId, couponId: { in: rows.map(({ id }) => id) } },
    orderBy: { tillId: 'asc' },
  })
  const byCoupon = Map.groupBy(placements, (each: PlacementRow) => each.couponId)
  return rows.map((row) => ({
    ...asCoupon(row),
    placements: (byCoupon.get(row.id) ?? []).map(({ tillId, state }) => ({ tillId, state })),
  }))
}

const asTime = (date: Date | null): number | null => date?.getTime() ?? null

const asCoupon = ({ rewardId: _, warnAt: _warnAt, ...row }: CouponRow): Coupon => ({
  ...row,
  reward: row.reward as unknown as Reward,
  state: row.state as CouponState,
  issuedAt: row.issuedAt.getTime(),
  activatedAt: asTime(row.activatedAt),
  expiresAt: asTime(row.expiresAt),
  redeemedAt: asTime(row.redeemedAt),
  redeemedBy: row.redeemedBy as RedeemedBy | null,
  endedAt: asTime(row.endedAt),
  warnedAt: asTime(row.warnedAt),
})
