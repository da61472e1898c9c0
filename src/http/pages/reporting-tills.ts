import type { CardFace } from '../../domain/card-face.ts'
import { type ReportingTill, tillReports } from '../../domain/mark-used.ts'
import { readsCodes, type Tills } from '../../ports/tills.ts'

type Deps = { tills: Pick<Tills, 'list'> }

const mostTills = 200

/** The merchant's active tills, as far as they tell which codes were used. */
export async function reportingTills({ tills }: Deps, merchantId: string): Promise<ReportingTill[]> {
  const all = await tills.list(merchantId, { after: null, limit: mostTills })
  return all
    .filter(({ state }) => state === 'active')
    .map(({ provider }) => ({ readsCodes: readsCodes(provider) }))
}

/** Ids of the card's coupons whose code no till reports: the team says that it was entered. */
export async function markableOf(deps: Deps, merchantId: string, face: CardFace): Promise<Set<string>> {
  const byCode = face.coupons.filter(({ kind, state }) => kind === 'redeem_code' && state === 'active')
  if (byCode.length === 0) return new Set()
  const tills = await reportingTills(deps, merchantId)
  return new Set(byCode.filter((coupon) => !tillReports(coupon, tills)).map(({ id }) => id))
}
