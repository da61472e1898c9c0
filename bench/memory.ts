import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Row, row } from './row.ts'

/** BENCH_PASSES=1000000 takes some minutes. */
const passes = Number(process.env.BENCH_PASSES ?? 100_000)
const child = fileURLToPath(new URL('memory-child.ts', import.meta.url))

type Memory = { heap: number; resident: number }

/** (g) Megabytes after very many different passes, against those when the caches had just been filled. */
export async function memory(): Promise<Row[]> {
  const output = execFileSync(process.execPath, ['--expose-gc', child, String(passes)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { before, after } = JSON.parse(output) as { before: Memory; after: Memory }
  const count = passes.toLocaleString('en')
  return [
    row(`MB of heap after ${count} passes : after warming up`, before.heap, after.heap, '<= 1.1'),
    row(`MB resident after ${count} passes : after warming up`, before.resident, after.resident, '<= 1.1'),
  ]
}
