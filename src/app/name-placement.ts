import { isUsualPlacement, placementKey } from '../domain/placement.ts'
import type { Placements } from '../ports/placements.ts'

export type NamePlacement = (place: {
  merchantId: string
  programId: string
  name: string
}) => Promise<{ ok: true; key: string } | { ok: false; reason: 'taken' | 'full' }>

/** A place of the merchant's own, such as "Terrace", with a key of its own in the addresses printed for it. */
export const namePlacementWith =
  ({ placements }: { placements: Pick<Placements, 'name'> }): NamePlacement =>
  async ({ merchantId, programId, name }) => {
    const key = placementKey(name)
    if (isUsualPlacement(key)) return { ok: false, reason: 'taken' }
    const named = await placements.name(merchantId, programId, { key, name })
    return named.ok ? { ok: true, key } : named
  }
