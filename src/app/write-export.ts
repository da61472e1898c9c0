import type { ExportCell, ExportKind, Exports, Pack } from '../ports/exports.ts'
import { exportKinds } from '../ports/exports.ts'

export const exportFormats = ['csv', 'json'] as const
export type ExportFormat = (typeof exportFormats)[number]

type Deps = { exports: Pick<Exports, 'table'>; pack: Pack }

export type ExportOrder = {
  merchantId: string
  /** `all`: every kind, in one archive. */
  what: ExportKind | 'all'
  format: ExportFormat
  timeZone: string
  personal: boolean
  /** Told after each page how many rows more were taken; the next page waits for it. */
  onRows?(rows: number): Promise<void>
}
export type ExportFile = { name: string; type: string; content: AsyncIterable<string | Uint8Array> }

export type WriteExport = (order: ExportOrder) => ExportFile

const types = { csv: 'text/csv; charset=utf-8', json: 'application/json; charset=utf-8' } as const

/** A file that is written while it is read: as large as it may be, little of it is ever in memory. */
export const writeExportWith =
  ({ exports, pack }: Deps): WriteExport =>
  ({ merchantId, what, format, timeZone, personal, onRows }) => {
    const content = (kind: ExportKind) => {
      const { columns, rows } = exports.table(merchantId, kind, { timeZone, personal })
      const pages = onRows ? counted(rows, onRows) : rows
      return format === 'csv' ? csv(columns, pages) : json(columns, pages)
    }
    if (what !== 'all') return { name: `${what}.${format}`, type: types[format], content: content(what) }
    const files = exportKinds.map((kind) => ({ name: `${kind}.${format}`, content: () => content(kind) }))
    return { name: `stampbridge-${format}.zip`, type: 'application/zip', content: pack(files) }
  }

/** A page counts once whoever reads it asks for the next one: what waits for a slow download is not yet written. */
async function* counted(
  pages: AsyncIterable<ExportCell[][]>,
  onRows: (rows: number) => Promise<void>,
): AsyncIterable<ExportCell[][]> {
  for await (const rows of pages) {
    yield rows
    await onRows(rows.length)
  }
}

/** RFC 4180, with the mark by which Excel knows UTF-8. */
async function* csv(columns: string[], pages: AsyncIterable<ExportCell[][]>): AsyncIterable<string> {
  yield `\uFEFF${columns.join(',')}\r\n`
  for await (const rows of pages) yield `${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`
}

/**
 * A text that a spreadsheet would take for a formula gets an apostrophe before it: whoever named something `=HYPERLINK(…)`
 * runs nothing on the owner's computer. Numbers stay as they are.
 */
export function csvCell(cell: ExportCell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

async function* json(columns: string[], pages: AsyncIterable<ExportCell[][]>): AsyncIterable<string> {
  let before = '[\n'
  for await (const rows of pages) {
    const objects = rows.map((row) =>
      JSON.stringify(Object.fromEntries(columns.map((name, index) => [name, row[index] ?? null]))),
    )
    yield before + objects.join(',\n')
    before = ',\n'
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}
