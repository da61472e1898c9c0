import pg from 'pg'
import pino from 'pino'
import { newId, newSecret } from '../src/secrets/random-id.ts'
import { type Database, openDatabase } from '../src/store/database.ts'
import { migrate } from '../src/store/migrate.ts'

const adminUrl = process.env.BENCH_DATABASE_URL ?? 'postgresql://postgres@127.0.0.1:5432/postgres'

/** A fresh migrated database for one part of the bench, dropped at the end. */
export async function withDatabase<T>(
  name: string,
  work: (database: Database, url: string) => Promise<T>,
): Promise<T> {
  const fullName = `stampbridge_bench_${name}`
  const url = new URL(adminUrl)
  url.pathname = `/${fullName}`
  await asAdmin(`DROP DATABASE IF EXISTS ${fullName} WITH (FORCE)`)
  await asAdmin(`CREATE DATABASE ${fullName}`)
  const database = await openDatabase({ database: { url: url.href }, dataDir: '' }, pino({ level: 'warn' }))
  try {
    await migrate(database.pool)
    return await work(database, url.href)
  } finally {
    await database.close()
    await asAdmin(`DROP DATABASE IF EXISTS ${fullName} WITH (FORCE)`)
  }
}

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  await client.query(statement)
  await client.end()
}

export type Shop = { merchantId: string; tillId: string; programId: string; serials: string[] }

/** A merchant with an open till, a program of ten visits and many cards, written straight into the tables. */
export async function makeShop(pool: pg.Pool, cards: number): Promise<Shop> {
  const now = Date.now()
  const [merchantId, tillId, programId] = [newId(now), newId(now), newId(now)]
  const reward = {
    id: newId(now),
    title: 'Free coffee',
    kind: 'redeem_code',
    codeSource: 'minted',
    display: 'qr',
    discount: { percent: 100 },
  }
  const rules = {
    goal: 10,
    debt: 'owed',
    milestones: [{ at: 10, reward }],
    earn: { kind: 'visit', stamps: 1, base: { includeTax: true }, multipliers: [] },
  }
  await pool.query(`INSERT INTO merchant (id, name, data_key, created_at) VALUES ($1, 'Bench', '', now())`, [
    merchantId,
  ])
  await pool.query(
    `INSERT INTO till (merchant_id, id, provider, name, secrets, created_at) VALUES ($1, $2, 'open', 'Till', '', now())`,
    [merchantId, tillId],
  )
  await pool.query(
    `INSERT INTO program (merchant_id, id, slug, name, version, created_at) VALUES ($1, $2, 'bench', 'Bench', 1, now())`,
    [merchantId, programId],
  )
  await pool.query(
    `INSERT INTO program_version (merchant_id, program_id, version, rules, created_at) VALUES ($1, $2, 1, $3, now())`,
    [merchantId, programId, JSON.stringify(rules)],
  )
  const serials = Array.from({ length: cards }, newSecret)
  for (let from = 0; from < cards; from += 20_000)
    await pool.query({
      text: `INSERT INTO card (merchant_id, id, program_id, version, serial, modified_second, created_at)
        SELECT $1, gen_random_uuid(), $2, 1, s, 0, now() FROM unnest($3::text[]) AS s`,
      values: [merchantId, programId, serials.slice(from, from + 20_000)],
    })
  await pool.query('VACUUM ANALYZE card')
  return { merchantId, tillId, programId, serials }
}

/** An `order.paid` of an open till, padded to the 6 kB that tills really send. */
export function orderBody(id: string, serial: string): Buffer {
  const lines = Array.from({ length: 3 }, (_, line) => ({
    id: `${id}-${line}`,
    name: `Flat white with oat milk ${line}`,
    sku: `FLAT-${line}`,
    category: 'coffee',
    quantity: 1,
    total: 380,
  }))
  const data = {
    id,
    number: id,
    closedAt: new Date().toISOString(),
    locationId: 'harbour',
    currency: 'EUR',
    total: 1140,
    tax: 94,
    lines,
    discountCodes: [],
    card: serial,
    // Tills send much that nobody asked for; random text compresses about as badly as theirs.
    receipt: Array.from({ length: 110 }, () => newSecret())
      .join(' ')
      .concat(' '.repeat(2600)),
  }
  return Buffer.from(JSON.stringify({ type: 'order.paid', timestamp: data.closedAt, data }))
}
