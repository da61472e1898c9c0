import type { KeyObject } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { type SigningGroup, type SigningPlaces, signingPlaces } from './signing-places.ts'

/** What is signed, as it stands in some buffer. */
export type SignedBytes = {
  /** One byte that stands before it when it is signed, and not in the buffer. */
  before: number
  /** Of what stands in the buffer. */
  length: number
}

/**
 * Signs what stands in `target` from `from` on, and writes the signature there too.
 * @param end where the signature ends when the promise is kept
 */
export type SignInto = (target: Buffer, from: number, end: number) => Promise<void>

type Task = {
  target: Buffer
  from: number
  end: number
  resolve(): void
  reject(error: Error): void
}

/** So many are signed in a row at most before the first of them is handed on. */
const together = 64
const cores = availableParallelism()
/** Groups that a thread has: while one is handed on, it signs the next. On a single core nothing is signed meanwhile. */
const ahead = cores > 1 ? 2 : 1
const mostThreads = Math.min(4, cores)
const idleMs = 60_000

/**
 * Signs with RSA and SHA-256 on threads of its own, which start when needed and end when nothing was signed for a
 * minute. Libuv's pool stays free for the disk, for DNS and for whoever signs in. While many wait, they are signed and
 * handed on in groups: what is done with each runs much faster many times in a row than once between two RSA
 * operations, which leave the processor's caches to it cold.
 */
export function createSigningThreads(key: KeyObject, signed: SignedBytes): SignInto {
  const threads = new Set<SigningThread>()
  const waiting: Task[] = []
  let planned = false

  /** Once for all that ask in one turn of the event loop. */
  function plan(): void {
    if (planned || waiting.length === 0) return
    planned = true
    setImmediate(() => {
      planned = false
      for (let thread = nextFree(); thread && waiting.length > 0; thread = nextFree()) {
        // Shared out among all that could sign by now.
        const underWay = [...threads].reduce((sum, each) => sum + each.groups(), 0)
        const share = Math.ceil(waiting.length / (mostThreads * ahead - underWay))
        thread.sign(waiting.splice(0, Math.min(together, share)))
      }
    })
  }

  function nextFree(): SigningThread | undefined {
    const least = [...threads].toSorted((a, b) => a.groups() - b.groups())[0]
    if (least?.groups() === 0) return least
    if (threads.size < mostThreads) return open()
    return least && least.groups() < ahead ? least : undefined
  }

  function open(): SigningThread {
    const thread = openSigningThread(key, signed, { onFree: plan, onEnd: () => threads.delete(thread) })
    threads.add(thread)
    return thread
  }

  return (target, from, end) =>
    new Promise((resolve, reject) => {
      waiting.push({ target, from, end, resolve, reject })
      plan()
    })
}

type SigningThread = {
  /** Under way. */
  groups(): number
  /** At most as many groups as a thread may have. */
  sign(group: Task[]): void
}

function openSigningThread(
  key: KeyObject,
  { before, length }: SignedBytes,
  { onFree, onEnd }: { onFree(): void; onEnd(): void },
): SigningThread {
  const signatureLength = (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8
  const dataLength = 1 + length
  const memory = new SharedArrayBuffer(together * ahead * (dataLength + signatureLength))
  const shared: SigningPlaces = { key, memory, dataLength, signatureLength }
  const places = signingPlaces(shared)
  for (const { data } of places) data[0] = before
  const worker = new Worker(new URL('./signing-worker.ts', import.meta.url), { workerData: shared })
  const underWay: { first: number; tasks: Task[] }[] = []
  let first = 0
  const idle = setTimeout(() => {
    if (underWay.length > 0) return void idle.refresh()
    onEnd()
    void worker.terminate()
  }, idleMs).unref()

  worker.on('message', () => {
    const { first, tasks } = underWay.shift()!
    if (underWay.length === 0) worker.unref()
    for (const [index, { target, end, resolve }] of tasks.entries()) {
      target.set(places[first + index]!.signature, end - signatureLength)
      resolve()
    }
    onFree()
  })
  const fail = (error: Error) => {
    clearTimeout(idle)
    onEnd()
    for (const { tasks } of underWay.splice(0)) for (const { reject } of tasks) reject(error)
    // What waits for a thread gets another one.
    onFree()
  }
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('a thread that signs passes has ended')))
  // A process that has nothing else to do may end.
  worker.unref()

  return {
    groups: () => underWay.length,
    sign(tasks) {
      idle.refresh()
      if (underWay.length === 0) worker.ref()
      for (const [index, { target, from }] of tasks.entries())
        target.copy(places[first + index]!.data, 1, from, from + length)
      underWay.push({ first, tasks })
      const group: SigningGroup = { first, count: tasks.length }
      worker.postMessage(group)
      first = (first + together) % places.length
    },
  }
}
