import type pg from 'pg'
import type { CardDetails } from '../ports/card-details.ts'
import {
  type ExportCell,
  type ExportKind,
  type Exports,
  type ExportTable,
  exportKinds,
} from '../ports/exports.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { type Shape, shapes } from './export-shapes.ts'

/** Enough that the way to the database does not count, and little in memory. */
const pageRows = 2000

export function createExports(pool: pg.Pool, keyring: Keyring): Exports {
  return {
    async counts(merchantId, most) {
      const counted = await Promise.all(
        exportKinds.map(async (kind) => {
          const { from, where } = shapes[kind]
          const { rows } = await pool.query<{ n: number }>(
            `SELECT count(*)::int AS n FROM (SELECT 1 FROM ${from} WHERE t.merchant_id = $1 AND ${where ?? 'true'} LIMIT $2) AS counted`,
            [merchantId, most],
          )
          return [kind, rows[0]?.n ?? 0] as const
        }),
      )
      return Object.fromEntries(counted) as Record<ExportKind, number>
    },
    table(merchantId, kind, { timeZone, personal }) {
      const table = plainTable(pool, merchantId, shapes[kind], timeZone)
      return personal && kind === 'cards' ? withDetails(pool, keyring, merchantId, table) : table
    },
  }
}

function plainTable(pool: pg.Pool, merchantId: string, shape: Shape, timeZone: string): ExportTable {
  const columns = shape.columns.flatMap(([name, , type]) =>
    type === 'time' ? [name, `${name}_local`] : [name],
  )
  return { columns, rows: pagesOf(pool, merchantId, shape, timeZone) }
}

/** Page by page after the last key; no cursor is held open, so that a slow reader holds nobody up. */
async function* pagesOf(
  pool: pg.Pool,
  merchantId: string,
  shape: Shape,
  timeZone: string,
): AsyncIterable<ExportCell[][]> {
  const text = pageText(shape)
  let after: unknown[] | null = null
  for (;;) {
    const { rows }: { rows: unknown[][] } = await pool.query<unknown[]>({
      text: after ? text.next : text.first,
      values: [merchantId, timeZone, pageRows, ...(after ?? [])],
      rowMode: 'array' as const,
    })
    const last = rows.at(-1)
    if (!last) return
    yield rows.map((row) => row.slice(shape.key.length) as ExportCell[])
    if (rows.length < pageRows) return
    after = last.slice(0, shape.key.length)
  }
}

function pageText({ from, where = 'true', key, columns }: Shape): { first: string; next: string } {
  const keys = key.map(([column]) => `t.${column}`)
  const cells = columns.flatMap(([, sql, type]) => (type === 'time' ? [utc(sql), local(sql)] : [sql]))
  // Keys go out and come back as text: a number of 64 bits would lose its end on the way.
  const select = `SELECT ${[...keys.map((each) => `${each}::text`), ...cells].join(', ')} FROM ${from}
    WHERE t.merchant_id = $1 AND $2::text IS NOT NULL AND ${where}`
  const after = key.map(([, type], index) => `$${index + 4}::${type}`)
  const order = `ORDER BY ${keys.join(', ')} LIMIT $3`
  return {
    first: `${select} ${order}`,
    next: `${select} AND (${keys.join(', ')}) > (${after.join(', ')}) ${order}`,
  }
}

const utc = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
const local = (column: string): string => `to_char(${column} AT TIME ZONE $2, 'YYYY-MM-DD HH24:MI:SS')`

const personalColumns = ['name', 'email', 'phone', 'birthday'] as const

/** The cards, with what their holders told: opened under the merchant's key. */
function withDetails(
  pool: pg.Pool,
  keyring: Keyring,
  merchantId: string,
  { columns, rows }: ExportTable,
): ExportTable {
  async function* joined(): AsyncIterable<ExportCell[][]> {
    const found = await pool.query<{ data_key: Buffer }>('SELECT data_key FROM merchant WHERE id = $1', [
      merchantId,
    ])
    const dataKey = keyring.open(merchantId, new Uint8Array(found.rows[0]?.data_key ?? []))
    for await (const page of rows) {
      const sealed = await pool.query<{ card_id: string; details: Buffer }>(
        'SELECT card_id, details FROM card_details WHERE merchant_id = $1 AND card_id = ANY($2)',
        [merchantId, page.map(([id]) => id)],
      )
      const told = new Map(
        sealed.rows.map((row) => [row.card_id, JSON.parse(dataKey.unseal(row.details)) as CardDetails]),
      )
      yield page.map((row) => {
        const details = told.get(String(row[0]))
        return [...row, ...personalColumns.map((name) => details?.[name] ?? null)]
      })
    }
  }
  return { columns: [...columns, ...personalColumns], rows: joined() }
}
