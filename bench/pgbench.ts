import { execFileSync } from 'node:child_process'

/** Transactions a second of `pgbench -N` (simple update), prepared, eight clients: what this Postgres does at most one by one. */
export function pgbenchSimpleUpdate(url: string, seconds: number): number {
  const output = execFileSync(
    'pgbench',
    ['-N', '-M', 'prepared', '-c', '8', '-j', '2', '-T', String(seconds), url],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  const tps = /tps = ([\d.]+)/.exec(output)?.[1]
  if (tps === undefined) throw new Error(`pgbench told no figure:\n${output}`)
  return Number(tps)
}

export function pgbenchPrepare(url: string): void {
  execFileSync('pgbench', ['-i', '-q', '-s', '10', url], { stdio: 'ignore' })
}
