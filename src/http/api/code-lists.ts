import type { GivenCode } from '../../app/import-codes.ts'

/** What the column of codes is called, in the languages that tills export in. */
const titles = new Set([
  ...['code', 'codes', 'coupon', 'coupon code', 'discount code', 'discount codes', 'voucher', 'voucher code'],
  ...[
    'gutscheincode',
    'gutschein',
    'rabattcode',
    'código',
    'codigo',
    'cupón',
    'code promo',
    'code de réduction',
  ],
])

/** One code a line; blank lines are left out, and so is what spreadsheets put before the first one. */
export function* codesOfLines(text: string): Generator<GivenCode> {
  let line = 0
  for (const row of lines(text.replace(/^\uFEFF/, ''))) {
    line += 1
    if (row.trim() !== '') yield { line, code: row.trim() }
  }
}

/**
 * The column of codes of a table of comma-, semicolon- or tab-separated values: the one called `code` or alike, and the
 * first one where none is. A field in quotes may hold separators, and "" for a quote; not a line's end.
 */
export function* codesOfTable(text: string): Generator<GivenCode> {
  let column: number | undefined
  let separator = ','
  for (const { line, code: row } of codesOfLines(text)) {
    if (column === undefined) {
      separator = [',', ';', '\t'].find((each) => row.includes(each)) ?? ','
      const head = cells(row, separator).findIndex((cell) => titles.has(cell.toLowerCase()))
      column = Math.max(0, head)
      if (head >= 0) continue
    }
    yield { line, code: cells(row, separator)[column] ?? '' }
  }
}

function* lines(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start)
    const stop = end < 0 ? text.length : end
    yield text.slice(start, stop)
    start = stop + 1
  }
}

function cells(row: string, separator: string): string[] {
  if (!row.includes('"')) return row.split(separator).map((cell) => cell.trim())
  const found: string[] = []
  let cell = ''
  let quoted = false
  for (let at = 0; at < row.length; at += 1) {
    const sign = row[at] ?? ''
    if (quoted && sign === '"' && row[at + 1] === '"') {
      cell += '"'
      at += 1
    } else if (sign === '"') quoted = !quoted
    else if (sign === separator && !quoted) {
      found.push(cell.trim())
      cell = ''
    } else cell += sign
  }
  return [...found, cell.trim()]
}
