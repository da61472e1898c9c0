import type { CodeFinding, PlacedCode } from '../../src/ports/till.ts'
import type { AdminApi } from './admin-api.ts'
import { type BasicCodeDiscount, discountInput } from './discount-input.ts'
import { type WatchedDiscount, watchDiscounts } from './watch-documents.ts'

/** How the shop has these codes. `asyncUsageCount` may lag behind, so "used" is true and "not used" may not be. */
export async function checkCodes(api: AdminApi, codes: PlacedCode[], now: number): Promise<CodeFinding[]> {
  const { nodes } = await api.call(watchDiscounts, { ids: codes.map((each) => each.externalId) })
  const byId = new Map(nodes.flatMap((each) => (each?.id ? [[each.id, each.codeDiscount]] : [])))
  return codes.map((code) => {
    const discount = byId.get(code.externalId)
    return { couponId: code.couponId, ...(discount ? compare(discount, code, now) : { state: 'deleted' }) }
  })
}

/** A second's grace: times come back without their milliseconds. */
const graceMs = 1000

function compare(
  discount: WatchedDiscount,
  code: PlacedCode,
  now: number,
): Pick<CodeFinding, 'state' | 'what'> {
  if (discount.__typename !== 'DiscountCodeBasic') return { state: 'edited', what: 'kind of discount' }
  const { usageLimit, asyncUsageCount } = discount
  if (usageLimit && asyncUsageCount && asyncUsageCount >= usageLimit) return { state: 'used' }
  const over = code.expiresAt !== undefined && code.expiresAt <= now + graceMs
  if (discount.status !== 'ACTIVE') return over ? { state: 'fine' } : { state: 'paused' }
  const changes = differences(discount, code)
  return changes.length > 0 ? { state: 'edited', what: changes.join(', ') } : { state: 'fine' }
}

function differences(discount: WatchedDiscount, code: PlacedCode): string[] {
  const meant = discountInput(code)
  const changes: string[] = []
  const differs = (what: string, same: boolean) => same || changes.push(what)
  differs('code', discount.codes?.nodes[0]?.code.toUpperCase() === code.code.toUpperCase())
  differs('limit of uses', discount.usageLimit === 1)
  const end = discount.endsAt ? Date.parse(discount.endsAt) : null
  const meantEnd = meant.endsAt === null ? null : Date.parse(meant.endsAt)
  differs('end', end === meantEnd || Math.abs((end ?? 0) - (meantEnd ?? 0)) <= graceMs)
  differs('worth', sameWorth(discount.customerGets?.value, meant.customerGets.value))
  differs('products', sameItems(discount.customerGets?.items, meant.customerGets.items))
  const least = discount.minimumRequirement?.greaterThanOrEqualToSubtotal?.amount
  const meantLeast = meant.minimumRequirement?.subtotal.greaterThanOrEqualToSubtotal
  differs('minimum basket', Number(least ?? 0) === Number(meantLeast ?? 0))
  return changes
}

type Gets = NonNullable<WatchedDiscount['customerGets']>

function sameWorth(found: Gets['value'], meant: BasicCodeDiscount['customerGets']['value']): boolean {
  if ('percentage' in meant) return Math.abs((found?.percentage ?? 0) - meant.percentage) < 1e-6
  return (
    Number(found?.amount?.amount ?? 0) === Number(meant.discountAmount.amount) && !found?.appliesOnEachItem
  )
}

/** The first fifty products are compared; an edit among more shows in their number or not at all. */
function sameItems(found: Gets['items'], meant: BasicCodeDiscount['customerGets']['items']): boolean {
  const products = found?.products?.nodes.map(({ id }) => id)
  if ('all' in meant) return found?.__typename === 'AllDiscountItems'
  const wanted = new Set(meant.products.productsToAdd)
  return (
    products !== undefined &&
    products.length === Math.min(50, wanted.size) &&
    products.every((id) => wanted.has(id))
  )
}
