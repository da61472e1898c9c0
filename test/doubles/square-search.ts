import type { SquareOrder } from './square-orders.ts'

type Search = {
  location_ids?: string[]
  cursor?: string
  limit?: number
  query?: {
    filter?: {
      state_filter?: { states: string[] }
      date_time_filter?: Partial<Record<string, { start_at: string; end_at: string }>>
    }
    sort?: { sort_field?: string; sort_order?: string }
  }
}

export type SearchAnswer =
  | { ok: true; orders: SquareOrder[]; cursor: string | undefined }
  | { ok: false; code: string }

/** `SearchOrders` with its bounds: ten locations a call, sorted by the time that is searched for. */
export function searchOrders(all: SquareOrder[], text: string, pageSize: number): SearchAnswer {
  const { location_ids: locations = [], cursor, limit = 500, query } = JSON.parse(text) as Search
  if (locations.length === 0 || locations.length > 10) return { ok: false, code: 'INVALID_ARRAY_LENGTH' }
  const [field, range] = Object.entries(query?.filter?.date_time_filter ?? {})[0] ?? []
  const states = query?.filter?.state_filter?.states ?? ['OPEN', 'COMPLETED', 'CANCELED']
  if (!field || !range || query?.sort?.sort_field !== field.toUpperCase())
    return { ok: false, code: 'BAD_REQUEST' }
  if (field === 'closed_at' && states.includes('OPEN')) return { ok: false, code: 'BAD_REQUEST' }
  const at = (order: SquareOrder) => Date.parse(String(order[field] ?? ''))
  const hits = all
    .filter((order) => locations.includes(order.location_id) && states.includes(order.state))
    .filter((order) => at(order) >= Date.parse(range.start_at) && at(order) <= Date.parse(range.end_at))
    .sort((a, b) => at(a) - at(b) || (a.id < b.id ? -1 : 1))
  const start = cursor === undefined ? 0 : Number(cursor)
  const orders = hits.slice(start, start + Math.min(limit, pageSize))
  const end = start + orders.length
  return { ok: true, orders, cursor: end < hits.length ? String(end) : undefined }
}
