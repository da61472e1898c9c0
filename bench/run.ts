import { parseArgs } from 'node:util'
import { consolePages } from './console.ts'
import { drain } from './drain.ts'
import { edit } from './edit.ts'
import { intake } from './intake.ts'
import { latency } from './latency.ts'
import { memory } from './memory.ts'
import { passes } from './passes.ts'
import { pushes } from './pushes.ts'
import { asTable, type Row } from './row.ts'

/**
 * `npm run bench`: what Stampbridge does against what the machine can do, measured in the same run. Needs a Postgres
 * (BENCH_DATABASE_URL, default postgresql://postgres@127.0.0.1:5432/postgres), pgbench and openssl.
 */
const parts = { intake, drain, passes, pushes, memory, edit, latency, console: consolePages }

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, only: { type: 'string' } },
})
const chosen = Object.entries(parts).filter(([name]) => values.only === undefined || name === values.only)
if (chosen.length === 0) {
  console.error(`--only takes one of ${Object.keys(parts).join(', ')}`)
  process.exit(2)
}
const rows: Row[] = []
for (const [name, measure] of chosen) {
  if (!values.json) console.error(`measuring ${name} ...`)
  rows.push(...(await measure()))
}
console.log(values.json ? JSON.stringify(rows, null, 2) : asTable(rows))
