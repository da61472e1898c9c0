import { print } from '../../adapters/print/print.ts'
import { namePlacementWith } from '../app/name-placement.ts'
import type { Database } from '../store/database.ts'
import { createLooks } from '../store/looks.ts'
import { createPlacements } from '../store/placements.ts'

/** What is printed, and where it hangs. */
export function placementCases({ pool }: Pick<Database, 'pool'>) {
  const placements = createPlacements(pool)
  return { print, placements, namePlacement: namePlacementWith({ placements }), lookOf: createLooks(pool) }
}
