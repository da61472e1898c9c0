import { execFileSync, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type Pair, pairedRow, type Row } from './row.ts'

/** Short and many: a shared machine changes its speed from one second to the next. */
const rounds = 24

/** (c) Passes built a second on one core, against RSA itself and against passkit-generator; all held to the same core; and ours on two. */
export async function passes(): Promise<Row[]> {
  const ours = await startBuilder('ours')
  const both = await startBuilder('ours', '0,1')
  const library = await startBuilder('passkit-generator')
  const pairs = { rsa: [] as Pair[], library: [] as Pair[], cores: [] as Pair[] }
  for (let round = 0; round < rounds; round++) {
    // What is compared stands next to each other, and each comes first as often as the other.
    const before = opensslSigns()
    const one = await ours.rate()
    const two = await both.rate()
    const oneMore = await ours.rate()
    pairs.rsa.push([(before + opensslSigns()) / 2, (one + oneMore) / 2])
    pairs.cores.push([(one + oneMore) / 2, two])
    pairs.library.push([await library.rate(), oneMore])
  }
  for (const each of [ours, both, library]) each.stop()
  return [
    pairedRow('passes built/s on one core : openssl rsa2048 sign/s', pairs.rsa, '>= 0.9'),
    pairedRow('passes built/s on one core : passkit-generator', pairs.library, '>= 60'),
    pairedRow('passes built/s : two cores against one', pairs.cores, '>= 1.6'),
  ]
}

const onCores = (cores: string, command: string, args: string[]): [string, string[]] => [
  'taskset',
  ['-c', cores, command, ...args],
]

function opensslSigns(): number {
  const [command, args] = onCores('0', 'openssl', ['speed', '-elapsed', '-seconds', '1', 'rsa2048'])
  const output = execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  const figures = /rsa 2048 bits\s+\S+\s+\S+\s+([\d.]+)/.exec(output)
  if (!figures) throw new Error(`openssl speed told no figure:\n${output}`)
  return Number(figures[1])
}

type Builder = { rate(): Promise<number>; stop(): void }

const passesChild = fileURLToPath(new URL('passes-child.ts', import.meta.url))
const sliceMs = 500

/** A process that is warm and waits. Signatures are made on other threads, which take a second core by themselves. */
async function startBuilder(kind: string, cores = '0'): Promise<Builder> {
  const [command, args] = onCores(cores, process.execPath, [passesChild, kind])
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => {
    const { value, done } = await answers.next()
    if (done) throw new Error(`the process that builds passes (${kind}) has ended`)
    return Number(value)
  }
  await next()
  return {
    rate() {
      child.stdin.write(`${sliceMs}\n`)
      return next()
    },
    stop: () => void child.stdin.end(),
  }
}
