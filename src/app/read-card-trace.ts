import type { TraceRow } from '../domain/trace.ts'
import { type Audience, locationsIn, type Sight, seenBy } from '../domain/trace-view.ts'
import type { CardTraceCursor, CardTraceRecord, CardTraces, SeenTrace } from '../ports/card-trace.ts'
import type { CardsRead } from '../ports/cards.ts'
import type { Locations } from '../ports/locations.ts'

type Deps = {
  cards: Pick<CardsRead, 'find'>
  cardTraces: CardTraces
  locations: Pick<Locations, 'names'>
}

export type ReadCardTrace = (query: {
  merchantId: string
  cardId: string
  audience: Audience
  after: CardTraceCursor | null
  limit: number
}) => Promise<{ seen: SeenTrace; cursor: CardTraceCursor }[] | null>

/** Why a card has its stamps, or has them not, as one of three kinds of readers may see it; null for an unknown card. */
export function readCardTraceWith({ cards, cardTraces, locations }: Deps): ReadCardTrace {
  return async ({ merchantId, cardId, audience, after, limit }) => {
    if (!(await cards.find(merchantId, cardId))) return null
    const records = await cardTraces.list(merchantId, cardId, { after, limit })
    const rows = records.flatMap((record) => record.trace)
    const names = await locations.names(merchantId, placesOf(records, rows))
    const ownCodes = await cardTraces.ownCodes(merchantId, cardId, codesIn(rows))
    const sight: Sight = { audience, ownCodes, nameOf: (id) => names.get(id) }
    return records.map((record) => ({
      seen: seen(record, sight),
      cursor: { at: record.at, kind: record.kind, id: record.id },
    }))
  }
}

const placesOf = (records: CardTraceRecord[], rows: TraceRow[]): string[] => [
  ...new Set([
    ...records.flatMap(({ locationId }) => (locationId === null ? [] : [locationId])),
    ...locationsIn(rows),
  ]),
]

const codesIn = (rows: TraceRow[]): string[] => [
  ...new Set(rows.flatMap(({ figures }) => (typeof figures?.code === 'string' ? [figures.code] : []))),
]

function seen(record: CardTraceRecord, sight: Sight): SeenTrace {
  const { kind, at, number, total, outcome, given, locationId } = record
  const rows = seenBy(sight, record.trace)
  const inner = sight.audience !== 'customer'
  return {
    kind,
    at,
    number,
    location: locationId === null ? null : (sight.nameOf(locationId) ?? null),
    total,
    outcome,
    given,
    trace: rows,
    ...(inner && { evidence: record.evidence, till: record.tillName }),
    ...(sight.audience === 'merchant' && { source: { tillId: record.tillId, id: record.id } }),
  }
}
