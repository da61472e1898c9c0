import { isUsualPlacement } from '../../domain/placement.ts'
import type { ProgramRow } from '../../ports/console-reads.ts'
import type { PlacementCount } from '../../ports/placements.ts'
import type { PrintFormat, PrintKind } from '../../ports/print.ts'
import type { FormState } from './form.ts'
import type { ConsoleContext } from './frame.ts'

/** What the room of placements shows. */
export type PlacementsView = {
  /** Those that can be joined. */
  programs: ProgramRow[]
  program: ProgramRow
  counts: PlacementCount[]
  /** One place for all sheets; null gives each its own. */
  place: string | null
  /** Of the sheets, with the name that its speakers have for it. */
  language: string
  languages: { code: string; name: string }[]
  /** Signs of the sheets' words that are left out on paper. */
  unprintable: string[]
  /** Stands in a sheet's address, which then may be kept. */
  digest(kind: PrintKind, format: PrintFormat): string
  /** Adding a place, as it was typed. */
  form: FormState
}

/** "Terrace" for the merchant's own, "Counter" for a usual one, the bare key for what somebody made up. */
export function placeName(
  context: ConsoleContext,
  { key, name }: Pick<PlacementCount, 'key' | 'name'>,
): string {
  if (name !== null) return name
  return isUsualPlacement(key) ? context.speech.texts.console.print.places[key] : key
}
