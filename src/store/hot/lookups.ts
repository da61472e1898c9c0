import type pg from 'pg'
import type { CardBook } from '../../domain/card-book.ts'
import type { ProgramRules } from '../../domain/program.ts'
import type { Lookups, TillOfMerchant } from '../../ports/store.ts'
import type { Provider } from '../../ports/till.ts'

/** Versions never change once made, so a process remembers them. */
const maxRemembered = 10_000

export type RulesCache = Map<string, ProgramRules>

/** Reads what the rules look up for a batch: program versions, latest versions, tills and time zones. */
export async function readLookups(
  client: pg.PoolClient,
  cache: RulesCache,
  books: CardBook[],
  merchantIds: string[],
): Promise<Lookups> {
  const latest = await readLatest(client, books)
  const wanted = new Set<string>()
  for (const { card } of books) {
    const program = `${card.merchantId}/${card.programId}`
    for (const version of [card.version, latest.get(program)!, ...card.pastCycles.map(([past]) => past)])
      wanted.add(`${program}/${version}`)
  }
  await fill(client, cache, wanted)
  const tills = await readTills(client, merchantIds)
  const zones = await readZones(client, merchantIds)
  return {
    rulesOf(merchantId, programId, version) {
      const rules = cache.get(`${merchantId}/${programId}/${version}`)
      if (!rules) throw new Error(`version ${version} of program ${programId} was not loaded`)
      return rules
    },
    latestVersion: (merchantId, programId) => latest.get(`${merchantId}/${programId}`)!,
    tills: (merchantId) => tills.get(merchantId) ?? [],
    scansWait: (merchantId) => zones.has(`${merchantId}/scans`),
    timeZone: (merchantId, tillId, locationId) =>
      zones.get(`${merchantId}/${tillId}/${locationId ?? ''}`) ?? zones.get(merchantId) ?? 'UTC',
  }
}

async function readLatest(client: pg.PoolClient, books: CardBook[]): Promise<Map<string, number>> {
  const programs = new Map(books.map(({ card }) => [`${card.merchantId}/${card.programId}`, card]))
  if (programs.size === 0) return new Map()
  const cards = [...programs.values()]
  const { rows } = await client.query<{ merchant_id: string; id: string; version: number }>({
    name: 'programs-latest',
    text: `SELECT p.merchant_id, p.id, p.version FROM program p
      JOIN unnest($1::uuid[], $2::uuid[]) AS u(merchant_id, id) ON p.merchant_id = u.merchant_id AND p.id = u.id`,
    values: [cards.map((card) => card.merchantId), cards.map((card) => card.programId)],
  })
  return new Map(rows.map((row) => [`${row.merchant_id}/${row.id}`, row.version]))
}

async function fill(client: pg.PoolClient, cache: RulesCache, wanted: Set<string>): Promise<void> {
  const missing = [...wanted].filter((key) => !cache.has(key)).map((key) => key.split('/'))
  if (missing.length === 0) return
  // All versions of the program at once: a refund may be judged by one that no cycle of the card plays under any more.
  if (cache.size > maxRemembered) cache.clear()
  const { rows } = await client.query<{
    merchant_id: string
    program_id: string
    version: number
    rules: ProgramRules
  }>(
    `SELECT v.merchant_id, v.program_id, v.version, v.rules FROM program_version v
      WHERE (v.merchant_id, v.program_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))`,
    [missing.map(([merchantId]) => merchantId), missing.map(([, id]) => id)],
  )
  for (const row of rows) cache.set(`${row.merchant_id}/${row.program_id}/${row.version}`, row.rules)
}

async function readTills(
  client: pg.PoolClient,
  merchantIds: string[],
): Promise<Map<string, TillOfMerchant[]>> {
  const { rows } = await client.query<{ merchant_id: string; id: string; provider: Provider }>({
    name: 'tills-active',
    text: `SELECT merchant_id, id, provider FROM till WHERE merchant_id = ANY($1::uuid[]) AND state = 'active' ORDER BY id`,
    values: [merchantIds],
  })
  const tills = new Map<string, TillOfMerchant[]>()
  for (const row of rows) {
    const list = tills.get(row.merchant_id) ?? []
    list.push({ id: row.id, provider: row.provider })
    tills.set(row.merchant_id, list)
  }
  return tills
}

/**
 * By `merchant`, and by `merchant/till/location` where the location has a zone of its own. `merchant/scans` says that
 * scans wait for their orders: asked along, so that it costs no statement where there are none.
 */
async function readZones(client: pg.PoolClient, merchantIds: string[]): Promise<Map<string, string>> {
  const { rows } = await client.query<{ key: string; time_zone: string }>({
    name: 'time-zones',
    text: `SELECT id::text AS key, time_zone FROM merchant WHERE id = ANY($1::uuid[])
      UNION ALL
      SELECT merchant_id || '/' || till_id || '/' || external_id, time_zone FROM location
        WHERE merchant_id = ANY($1::uuid[]) AND time_zone IS NOT NULL
      UNION ALL
      SELECT m.id || '/scans', '' FROM unnest($1::uuid[]) AS m(id)
        WHERE EXISTS (SELECT 1 FROM scan s WHERE s.merchant_id = m.id AND s.state = 'waiting')`,
    values: [merchantIds],
  })
  return new Map(rows.map((row) => [row.key, row.time_zone]))
}
