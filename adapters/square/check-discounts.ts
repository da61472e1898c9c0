import type { Square, SquareClient } from 'square'
import type { CodeFinding, PlacedCode } from '../../src/ports/till.ts'
import { catalogDiscount } from './catalog-discount.ts'

/** How the seller's catalog has these discounts. It knows neither uses nor an end, so neither is looked for. */
export async function checkDiscounts(client: SquareClient, codes: PlacedCode[]): Promise<CodeFinding[]> {
  const { objects = [] } = await client.catalog.batchGet({
    objectIds: codes.map((each) => each.externalId),
    includeDeletedObjects: false,
  })
  const byId = new Map(objects.map((each) => [each.id, each]))
  return codes.map((code) => {
    const found = byId.get(code.externalId)
    if (found?.type !== 'DISCOUNT' || found.isDeleted) return { couponId: code.couponId, state: 'deleted' }
    const changes = differences(found.discountData ?? {}, catalogDiscount(code.reward, code.code))
    const somewhere = found.presentAtAllLocations !== false || (found.presentAtLocationIds ?? []).length > 0
    if (!somewhere) changes.push('locations')
    return changes.length > 0
      ? { couponId: code.couponId, state: 'edited', what: changes.join(', ') }
      : { couponId: code.couponId, state: 'fine' }
  })
}

function differences(found: Square.CatalogDiscount, meant: Square.CatalogDiscount): string[] {
  const changes: string[] = []
  if (found.name !== meant.name) changes.push('name')
  if (found.discountType !== meant.discountType || !sameWorth(found, meant)) changes.push('worth')
  return changes
}

/** "15" comes back as "15.0". */
const sameWorth = (found: Square.CatalogDiscount, meant: Square.CatalogDiscount): boolean =>
  Number(found.percentage ?? 0) === Number(meant.percentage ?? 0) &&
  (found.amountMoney?.amount ?? 0n) === (meant.amountMoney?.amount ?? 0n) &&
  (found.maximumAmountMoney?.amount ?? 0n) === (meant.maximumAmountMoney?.amount ?? 0n)
