import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import type pg from 'pg'
import { AppError } from '../../app-error.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Inbox, NewDelivery } from '../../ports/store.ts'
import { asUuid } from '../../secrets/random-id.ts'

/** The inbox cannot take more at the moment: nothing was acknowledged, the till will try again. */
const busy = (why: string, cause?: unknown): AppError =>
  new AppError({
    code: 'busy',
    status: 503,
    userText: why,
    expose: true,
    cause,
    headers: { 'Retry-After': '5' },
  })

type Waiting = {
  delivery: NewDelivery
  id: string
  resolve: (result: { fresh: boolean }) => void
  reject: (error: Error) => void
  timer: NodeJS.Timeout
}

const maxWaitingBytes = 64 * 1024 * 1024
const maxBatch = 500
/** Tills give up after five seconds: by then they must know that a delivery was not taken. */
const patienceMs = 4500

/**
 * Group commit by natural batching: one flush is in flight, and the next takes all that has come meanwhile. No timer:
 * a lone delivery is stored at once.
 */
export function createInbox(pool: pg.Pool, clock: Clock): Inbox {
  const waiting: Waiting[] = []
  let waitingBytes = 0
  let flushing = false

  const flush = async () => {
    flushing = true
    while (waiting.length > 0) {
      const batch = waiting.splice(0, maxBatch)
      for (const each of batch) waitingBytes -= each.delivery.body.length
      try {
        const fresh = await insert(pool, batch, clock())
        for (const each of batch) each.resolve({ fresh: fresh.has(each.id) })
      } catch (error) {
        const refusal = busy('The delivery could not be stored. Send it again.', error)
        for (const each of batch) each.reject(refusal)
      }
      for (const each of batch) clearTimeout(each.timer)
    }
    flushing = false
  }
  /** A flush that hangs must not hold up those behind it; one that is under way may still store what is refused here. */
  const giveUp = (late: Waiting) => {
    const position = waiting.indexOf(late)
    if (position >= 0) {
      waiting.splice(position, 1)
      waitingBytes -= late.delivery.body.length
    }
    late.reject(busy('The delivery could not be stored in time. Send it again.'))
  }

  return {
    accept(delivery) {
      if (waitingBytes + delivery.body.length > maxWaitingBytes)
        return Promise.reject(busy('Too many deliveries are waiting. Send it again.'))
      waitingBytes += delivery.body.length
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => giveUp(entry), patienceMs)
        const entry: Waiting = { delivery, id: deliveryId(delivery), resolve, reject, timer }
        waiting.push(entry)
        if (!flushing) void flush()
      })
    },
  }
}

/** The same delivery has the same id whenever and wherever it comes in; other content is another delivery, whatever its webhook id says. */
function deliveryId(delivery: NewDelivery): string {
  const hash = createHash('sha256')
    .update(`${delivery.tillId}\n${delivery.topic}\n${delivery.deliveryId}\n`)
    .update(delivery.body)
  return asUuid(hash.digest())
}

const byId = (a: Waiting, b: Waiting): number => (a.id < b.id ? -1 : 1)

/** Postgres keeps no NUL in text, and one that a till's JSON brings along would fail the deliveries of all others. */
const storable = (text: string): string => text.replaceAll('\0', '')

/**
 * One statement, one durable commit. The bodies travel as one binary parameter that the statement cuts up again:
 * an array of byte strings would be written out as text and read back.
 * @returns ids that were not there before
 */
async function insert(pool: pg.Pool, batch: Waiting[], now: number): Promise<Set<string>> {
  // In one order for all processes: the same deliveries at two doors must not wait for each other in a ring.
  const unique = [...new Map(batch.map((each) => [each.id, each])).values()].sort(byId)
  const offsets: number[] = []
  let offset = 1
  for (const { delivery } of unique) {
    offsets.push(offset)
    offset += delivery.body.length
  }
  const result = await pool.query<{ id: string }>({
    name: 'inbox-insert',
    text: `INSERT INTO delivery (merchant_id, id, till_id, provider, topic, delivery_id, body, is_text, received_at, next_attempt_at)
      SELECT u.merchant_id, u.id, u.till_id, u.provider, u.topic, u.delivery_id,
             substring($7::bytea FROM u.start FOR u.length), u.is_text, $9, $9
      FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $8::int[], $10::int[], $11::bool[])
        AS u(merchant_id, id, till_id, provider, topic, delivery_id, start, length, is_text)
      ON CONFLICT (merchant_id, id) DO NOTHING RETURNING id`,
    values: [
      unique.map((each) => each.delivery.merchantId),
      unique.map((each) => each.id),
      unique.map((each) => each.delivery.tillId),
      unique.map((each) => each.delivery.provider),
      unique.map((each) => storable(each.delivery.topic)),
      unique.map((each) => storable(each.delivery.deliveryId)),
      Buffer.concat(unique.map((each) => each.delivery.body)),
      offsets,
      new Date(now),
      unique.map((each) => each.delivery.body.length),
      unique.map((each) => isUtf8(each.delivery.body) && !each.delivery.body.includes(0)),
    ],
  })
  return new Set(result.rows.map((row) => row.id))
}
