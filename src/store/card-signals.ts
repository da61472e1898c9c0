import type pg from 'pg'
import type { CardSignal, CardSignals } from '../ports/card-signals.ts'

type Options = {
  pool: pg.Pool
  /** One process alone uses the database: nobody else is to be told. */
  embedded: boolean
  onError(error: unknown): void
  reconnectMs?: number
}

const channel = 'stampbridge_cards'
/** Changes of so many milliseconds travel together: a notification is a commit, and one at a time for the whole server. */
const gatherMs = 20
/** A payload holds 8,000 bytes. */
const signalsPerPayload = 120

/** Signals by Postgres's own LISTEN and NOTIFY. A connection listens only in processes that have listeners. */
export function createCardSignals({ pool, embedded, onError, reconnectMs = 1000 }: Options): CardSignals {
  const listeners = new Set<(signal: CardSignal) => void>()
  const gathered = new Map<string, number>()
  let timer: NodeJS.Timeout | null = null
  let closed = false
  const tell = (signal: CardSignal) => {
    for (const listener of listeners) listener(signal)
  }
  const ear = createEar({
    pool,
    reconnectMs,
    onError,
    onPayload(payload) {
      for (const signal of parse(payload)) tell(signal)
    },
  })
  const flush = async () => {
    timer = null
    const signals = [...gathered].map(([cardId, revision]) => `${cardId}:${revision}`)
    gathered.clear()
    for (let i = 0; i < signals.length; i += signalsPerPayload)
      await pool.query('SELECT pg_notify($1, $2)', [
        channel,
        signals.slice(i, i + signalsPerPayload).join(','),
      ])
  }
  return {
    send(signal) {
      if (closed) return
      if (embedded) return tell(signal)
      gathered.set(signal.cardId, Math.max(signal.revision, gathered.get(signal.cardId) ?? 0))
      timer ??= setTimeout(() => flush().catch(onError), gatherMs)
    },
    listen(listener) {
      listeners.add(listener)
      if (!embedded) ear.open()
      return () => listeners.delete(listener)
    },
    async close() {
      closed = true
      listeners.clear()
      if (timer) clearTimeout(timer)
      ear.close()
    },
  }
}

const parse = (payload: string): CardSignal[] =>
  payload.split(',').flatMap((each) => {
    const [cardId = '', revision = ''] = each.split(':')
    return /^\d+$/.test(revision) ? [{ cardId, revision: Number(revision) }] : []
  })

/** A connection that listens, and is made anew when it is lost. */
function createEar(options: {
  pool: pg.Pool
  reconnectMs: number
  onPayload(payload: string): void
  onError(error: unknown): void
}) {
  const { pool, reconnectMs, onPayload, onError } = options
  let client: pg.PoolClient | null = null
  let retry: NodeJS.Timeout | null = null
  let state: 'shut' | 'open' | 'closed' = 'shut'

  const again = (error: unknown) => {
    if (state === 'closed') return
    onError(error)
    retry = setTimeout(connect, reconnectMs)
  }
  async function connect(): Promise<void> {
    try {
      const made = await pool.connect()
      if (state === 'closed') return made.release(true)
      client = made
      made.on('notification', ({ payload }) => onPayload(payload ?? ''))
      made.once('error', (error) => {
        client = null
        made.release(true)
        again(error)
      })
      await made.query(`LISTEN ${channel}`)
    } catch (error) {
      client?.release(true)
      client = null
      again(error)
    }
  }
  return {
    open() {
      if (state !== 'shut') return
      state = 'open'
      void connect()
    },
    close() {
      state = 'closed'
      if (retry) clearTimeout(retry)
      // It listens no more: nobody else may be given it.
      client?.release(true)
      client = null
    },
  }
}
