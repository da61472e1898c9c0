import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { median, type Row, row } from './row.ts'

const rounds = 3
const seconds = 3

/** (c) Passes built a second on one core, against RSA itself and against passkit-generator; all held to the same core; and ours on two. */
export async function passes(): Promise<Row[]> {
  const rsa: number[] = []
  const library: number[] = []
  const ours: number[] = []
  const both: number[] = []
  for (let round = 0; round < rounds; round++) {
    rsa.push(opensslSigns())
    ours.push(child('ours'))
    both.push(child('ours', '0,1'))
    library.push(child('passkit-generator'))
  }
  return [
    row('passes built/s on one core : openssl rsa2048 sign/s', median(rsa), median(ours), '>= 0.9'),
    row('passes built/s on one core : passkit-generator', median(library), median(ours), '>= 60'),
    row('passes built/s : two cores against one', median(ours), median(both), '>= 1.6'),
  ]
}

const onCores = (cores: string, command: string, args: string[]): string =>
  execFileSync('taskset', ['-c', cores, command, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })

function opensslSigns(): number {
  const output = onCores('0', 'openssl', ['speed', '-seconds', String(seconds), 'rsa2048'])
  const figures = /rsa 2048 bits\s+\S+\s+\S+\s+([\d.]+)/.exec(output)
  if (!figures) throw new Error(`openssl speed told no figure:\n${output}`)
  return Number(figures[1])
}

const passesChild = fileURLToPath(new URL('passes-child.ts', import.meta.url))

/** Signatures are made on other threads, which take a second core by themselves. */
const child = (kind: string, cores = '0'): number =>
  Number(
    onCores(cores, process.execPath, [passesChild, kind, String(seconds)])
      .trim()
      .split('\n')
      .at(-1),
  )
