import type pg from 'pg'
import { z } from 'zod'
import type { Page } from '../ports/console-reads.ts'

export const pageSize = 50

/** How many rows a filtered page looks through at most: the same time whatever the filter, however many rows there are. */
export const reach = 1000

/** Where a list goes on: the sort key of the last row shown. */
export const writeCursor = (parts: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(parts)).toString('base64url')

/** Null for none, and for one that does not fit: the list begins at the start then. */
export function readCursor<Parts>(cursor: string | undefined, shape: z.ZodType<Parts>): Parts | null {
  if (!cursor) return null
  const text = Buffer.from(cursor, 'base64url').toString('utf8')
  const json = z
    .string()
    .transform((value, context) => {
      try {
        return JSON.parse(value) as unknown
      } catch (error) {
        context.addIssue({ code: 'custom', message: String(error) })
        return z.NEVER
      }
    })
    .pipe(shape)
    .safeParse(text)
  return json.success ? json.data : null
}

/** Queries ask for one row more than a page shows: it tells whether another page follows. */
export function pageOf<Row>(rows: Row[], keyOf: (row: Row) => readonly (string | number)[]): Page<Row> {
  const shown = rows.slice(0, pageSize)
  const last = shown.at(-1)
  return { rows: shown, next: rows.length > pageSize && last ? writeCursor(keyOf(last)) : null }
}

/** Where to look on in turn, when a filter left too few of those looked through; null at the end. */
export async function beyondReach(
  pool: pg.Pool,
  table: 'card' | 'coupon',
  merchantId: string,
  after: string | null,
): Promise<string | null> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM ${table} WHERE merchant_id = $1 AND ($2::uuid IS NULL OR id < $2)
      ORDER BY id DESC OFFSET ${reach - 1} LIMIT 1`,
    [merchantId, after],
  )
  return rows[0] ? writeCursor([rows[0].id]) : null
}
