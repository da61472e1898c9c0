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
}
export type ExportFile = { name: string; type: string; content: AsyncIterable<string | Uint8Array> }

export type WriteExport = (order: ExportOrder) => ExportFile

const types = { csv: 'text/csv; charset=utf-8', json: 'application/json; charset=utf-8' } as const

/** A file that is written while it is read: as large as it may be, little of it is ever in memory. */
export const writeExportWith =
  ({ exports, pack }: Deps): WriteExport =>
  ({ merchantId, what, format, timeZone, personal }) => {
    const content = (kind: ExportKind) => {
      const table = exports.table(merchantId, kind, { timeZone, personal })
      return format === 'csv' ? csv(table.columns, table.rows) : json(table.columns, table.rows)
    }
    if (what !== 'all') return { name: `${what}.${format}`, type: types[format], content: content(what) }
    const files = exportKinds.map((kind) => ({ name: `${kind}.${format}`, content: () => content(kind) }))
    return { name: `stampbridge-${format}.zip`, type: 'application/zip', content: pack(files) }
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
