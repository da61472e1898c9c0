import { execFileSync } from 'node:child_process'
import { median, type Row, row } from './row.ts'

const rounds = 3
const seconds = 3

/** (c) Passes built a second on one core, against RSA itself and against passkit-generator; all held to the same core. */
export async function passes(): Promise<Row[]> {
  const rsa: number[] = []
  const library: number[] = []
  const ours: number[] = []
  for (let round = 0; round < rounds; round++) {
    rsa.push(opensslSigns())
    ours.push(child('ours'))
    library.push(child('passkit-generator'))
  }
  return [
    row('passes built/s on one core : openssl rsa2048 sign/s', median(rsa), median(ours), '>= 0.8'),
    row('passes built/s on one core : passkit-generator', median(library), median(ours), '>= 50'),
  ]
}

const onOneCore = (command: string, args: string[]): string =>
  execFileSync('taskset', ['-c', '0', command, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })

function opensslSigns(): number {
  const output = onOneCore('openssl', ['speed', '-seconds', String(seconds), 'rsa2048'])
  const figures = /rsa 2048 bits\s+\S+\s+\S+\s+([\d.]+)/.exec(output)
  if (!figures) throw new Error(`openssl speed told no figure:\n${output}`)
  return Number(figures[1])
}

const child = (kind: string): number =>
  Number(
    onOneCore(process.execPath, [new URL('passes-child.ts', import.meta.url).pathname, kind, String(seconds)])
      .trim()
      .split('\n')
      .at(-1),
  )
