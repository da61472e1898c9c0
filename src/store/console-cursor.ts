import { z } from 'zod'
import type { Page } from '../ports/console-reads.ts'

export const pageSize = 50

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
