import { createHash } from 'node:crypto'
import type pg from 'pg'
import { type AuditEntry, type AuditFacts, sealed, verifyChain } from '../domain/audit-chain.ts'
import type { AuditLog } from '../ports/audit.ts'
import { inTransaction } from './transaction.ts'

type Row = {
  merchant_id: string
  sequence: string
  at: Date
  actor: string
  action: string
  subject: string
  detail: AuditEntry['detail']
  previous_hash: Buffer
  hash: Buffer
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const columns = 'merchant_id, sequence, at, actor, action, subject, detail, previous_hash, hash'
const chunk = 1000

/**
 * The chain of each merchant, in `audit_entry`. Entries that wait together are written together, on one connection:
 * a link needs the one before it, and waiting for that must not use up the connections of everybody else.
 */
export function createAuditLog(pool: pg.Pool): AuditLog {
  const waiting: { facts: AuditFacts; resolve: () => void; reject: (error: Error) => void }[] = []
  let flushing = false
  const flush = async () => {
    flushing = true
    while (waiting.length > 0) {
      const batch = waiting.splice(0, 200)
      try {
        await inTransaction(pool, (client) =>
          appendAll(
            client,
            batch.map(({ facts }) => facts),
          ),
        )
        for (const { resolve } of batch) resolve()
      } catch (error) {
        const cause = error instanceof Error ? error : new Error(String(error))
        for (const { reject } of batch) reject(cause)
      }
    }
    flushing = false
  }
  return {
    append: (facts) =>
      new Promise((resolve, reject) => {
        waiting.push({ facts, resolve, reject })
        if (!flushing) void flush()
      }),
    async list(merchantId, { before, limit }) {
      const { rows } = await pool.query<Row>(
        `SELECT ${columns} FROM audit_entry WHERE merchant_id = $1 AND ($2::bigint IS NULL OR sequence < $2)
         ORDER BY sequence DESC LIMIT $3`,
        [merchantId, before, limit],
      )
      return rows.map(asEntry)
    },
    verify: (merchantId) => verifyChain(chainOf(pool, merchantId), sha256),
    async merchants() {
      const { rows } = await pool.query<{ id: string; name: string }>(
        `SELECT id, name FROM merchant m
         WHERE EXISTS (SELECT 1 FROM audit_entry a WHERE a.merchant_id = m.id) ORDER BY id`,
      )
      return rows.map(({ id, name }) => ({ merchantId: id, name }))
    },
  }
}

async function appendAll(client: pg.PoolClient, all: AuditFacts[]): Promise<void> {
  // In one order for all processes, so that two of them never wait for each other in a ring.
  const byMerchant = [...Map.groupBy(all, ({ merchantId }) => merchantId)].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  )
  for (const [merchantId, facts] of byMerchant) {
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('audit/' || $1, 0))`, [merchantId])
    const { rows } = await client.query<Row>(
      `SELECT ${columns} FROM audit_entry WHERE merchant_id = $1 ORDER BY sequence DESC LIMIT 1`,
      [merchantId],
    )
    let last = rows[0] ? asEntry(rows[0]) : null
    const entries = facts.map((each) => {
      last = sealed(last, each, sha256)
      return last
    })
    await insert(client, merchantId, entries)
  }
}

async function insert(client: pg.PoolClient, merchantId: string, entries: AuditEntry[]): Promise<void> {
  await client.query(
    `INSERT INTO audit_entry (${columns})
     SELECT $1, sequence, at, actor, action, subject, detail::jsonb, previous_hash, hash
     FROM unnest($2::bigint[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bytea[], $9::bytea[])
       AS entry(sequence, at, actor, action, subject, detail, previous_hash, hash)`,
    [
      merchantId,
      entries.map((entry) => entry.sequence),
      entries.map((entry) => new Date(entry.at)),
      entries.map((entry) => entry.actor),
      entries.map((entry) => entry.action),
      entries.map((entry) => entry.subject),
      entries.map((entry) => JSON.stringify(entry.detail)),
      entries.map((entry) => Buffer.from(entry.previousHash, 'hex')),
      entries.map((entry) => Buffer.from(entry.hash, 'hex')),
    ],
  )
}

async function* chainOf(pool: pg.Pool, merchantId: string): AsyncGenerator<AuditEntry> {
  let after = 0
  for (;;) {
    const { rows } = await pool.query<Row>(
      `SELECT ${columns} FROM audit_entry WHERE merchant_id = $1 AND sequence > $2 ORDER BY sequence LIMIT ${chunk}`,
      [merchantId, after],
    )
    for (const row of rows) yield asEntry(row)
    const last = rows.at(-1)
    if (!last || rows.length < chunk) return
    after = Number(last.sequence)
  }
}

const asEntry = (row: Row): AuditEntry => ({
  merchantId: row.merchant_id,
  sequence: Number(row.sequence),
  at: row.at.getTime(),
  actor: row.actor,
  action: row.action,
  subject: row.subject,
  detail: row.detail,
  previousHash: row.previous_hash.toString('hex'),
  hash: row.hash.toString('hex'),
})
