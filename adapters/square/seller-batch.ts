import { createHash } from 'node:crypto'
import type { SquareClient } from 'square'
import { ProviderError } from '../../src/ports/provider-error.ts'
import type { CodeToPlace } from '../../src/ports/till.ts'
import { catalogDiscount } from './catalog-discount.ts'
import { failureOf } from './failure.ts'

/** What Square takes in one search for names (250) and in one deletion (200). */
export const longestBatch = 200

type Made = { externalId: string }

/**
 * Makes the discounts of many coupons with one write, or finds them made: whatever became of an earlier try, nothing is
 * made twice. The outcome is each coupon's own, in their order.
 */
export async function placeAll(
  client: SquareClient,
  codes: CodeToPlace[],
): Promise<PromiseSettledResult<Made>[]> {
  const drafts = codes.map((code) => draftOf(code))
  const good = drafts.flatMap((draft) => ('data' in draft ? [draft] : []))
  const known = await findByName(
    client,
    good.map(({ data }) => data.name ?? ''),
  )
  const missing = good.filter(({ data }) => !known.has(data.name ?? ''))
  const made = await makeAll(client, missing)
  return drafts.map((draft) => {
    if (!('data' in draft)) return { status: 'rejected', reason: draft.refusal }
    const found = known.get(draft.data.name ?? '')
    if (found) return { status: 'fulfilled', value: { externalId: found } }
    return made.get(draft.code.couponId) ?? { status: 'rejected', reason: unnamed() }
  })
}

type Draft = { code: CodeToPlace; data: ReturnType<typeof catalogDiscount> }

function draftOf(code: CodeToPlace): Draft | { refusal: unknown } {
  try {
    return { code, data: catalogDiscount(code.reward, code.code) }
  } catch (refusal) {
    return { refusal }
  }
}

const unnamed = () =>
  new ProviderError('square', 'Square made a discount but did not say its id.', { retryable: true })

async function findByName(client: SquareClient, names: string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map()
  const { objects = [] } = await client.catalog.search({
    objectTypes: ['DISCOUNT'],
    limit: 1000,
    query: { setQuery: { attributeName: 'name', attributeValues: names } },
  })
  const wanted = new Set(names)
  const found = objects.flatMap((object) => {
    const name = object.type === 'DISCOUNT' ? object.discountData?.name : undefined
    return name && object.id && wanted.has(name) ? [[name, object.id] as const] : []
  })
  return new Map(found)
}

type Outcomes = Map<string, PromiseSettledResult<Made>>

async function makeAll(client: SquareClient, drafts: Draft[]): Promise<Outcomes> {
  if (drafts.length === 0) return new Map()
  try {
    return await upsert(client, drafts)
  } catch (thrown) {
    // One bad discount spoils its batch: alone, each gets its own answer.
    if (failureOf(thrown)?.status !== 400 || drafts.length === 1) throw thrown
  }
  const each: Outcomes = new Map()
  for (const draft of drafts) {
    try {
      for (const [id, outcome] of await upsert(client, [draft])) each.set(id, outcome)
    } catch (reason) {
      if (failureOf(reason)?.status !== 400) throw reason
      each.set(draft.code.couponId, { status: 'rejected', reason })
    }
  }
  return each
}

async function upsert(client: SquareClient, drafts: Draft[]): Promise<Outcomes> {
  const { idMappings = [] } = await client.catalog.batchUpsert({
    idempotencyKey: keyOf(drafts),
    batches: [
      {
        objects: drafts.map(({ code, data }) => ({
          type: 'DISCOUNT',
          id: `#${code.couponId}`,
          presentAtAllLocations: true,
          discountData: data,
        })),
      },
    ],
  })
  return new Map(
    idMappings.flatMap(({ clientObjectId, objectId }) =>
      clientObjectId && objectId
        ? [[clientObjectId.slice(1), { status: 'fulfilled', value: { externalId: objectId } }] as const]
        : [],
    ),
  )
}

/** The same discounts, the same key: a repeat whose first answer was lost makes nothing. */
function keyOf(drafts: Draft[]): string {
  const hash = createHash('sha256')
  for (const { code, data } of drafts)
    hash.update(
      `${code.couponId}\n${data.name}\n${data.percentage ?? data.amountMoney?.amount}\n${code.remake ?? ''}\n`,
    )
  return hash.digest('base64url')
}

/** Deletes discounts with one write; those that are gone already are fine. */
export async function removeAll(client: SquareClient, objectIds: string[]): Promise<void> {
  try {
    await client.catalog.batchDelete({ objectIds })
  } catch (thrown) {
    if (failureOf(thrown)?.status !== 404) throw thrown
    // Square names none of those it knows: one by one, each is deleted or gone.
    for (const objectId of objectIds)
      await client.catalog.object.delete({ objectId }).catch((error: unknown) => {
        if (failureOf(error)?.status !== 404) throw error
      })
  }
}
