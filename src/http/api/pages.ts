import { z } from 'zod'
import { invalid } from '../../app-error.ts'
import { id } from './fields.ts'

/** `?limit=&cursor=` of every list. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Rows of a page.'),
  cursor: z.string().min(1).max(1000).optional().describe('`nextCursor` of the page before.'),
})

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    items: z.array(item),
    nextCursor: z.string().nullable().describe('Null on the last page.'),
  })

/** Cursors of lists ordered by id. */
export const idCursor = z.tuple([id])
/** Cursors of lists ordered by time, then id. */
export const timeCursor = z.tuple([z.int().min(0).max(8.64e15), id])

/**
 * Where the list goes on; null at its beginning. A cursor says only where, never whose: it opens nothing to others.
 * @throws AppError 400 when it is not one of this list's.
 */
export function readCursor<Key>(schema: z.ZodType<Key>, cursor: string | undefined): Key | null {
  if (cursor === undefined) return null
  const parsed = schema.safeParse(parseOrUndefined(Buffer.from(cursor, 'base64url').toString('utf8')))
  if (parsed.success) return parsed.data
  throw invalid([{ field: 'cursor', message: 'must be the nextCursor of a page of this list' }])
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/**
 * One page out of `limit + 1` rows that were asked for: the row too many tells that there is more.
 * @param keyOf what the cursor after a row holds
 */
export function pageFrom<Row, Item>(
  rows: Row[],
  limit: number,
  keyOf: (row: Row) => unknown,
  show: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const more = rows.length > limit && last !== undefined
  return {
    items: shown.map(show),
    nextCursor: more ? Buffer.from(JSON.stringify(keyOf(last))).toString('base64url') : null,
  }
}
