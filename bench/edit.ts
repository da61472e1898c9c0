import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import pino from 'pino'
import { openDemoAuthority } from '../adapters/apple-wallet/demo-authority.ts'
import { createKeyring } from '../src/secrets/keyring.ts'
import { withDatabase } from './database.ts'
import { startDeliveries } from './deliveries.ts'
import { adminKey, askApi, secretKey, startOurs } from './our-server.ts'
import { type Phones, startPhones } from './phones-process.ts'
import { median, type Row, row } from './row.ts'
import type { HeldPass } from './servers/phones.ts'

const rounds = 3
/** BENCH_HOLDERS: fewer, to try the measurement itself. */
const holders = Number(process.env.BENCH_HOLDERS ?? 10_000)
/** A p99 of fewer deliveries is the luck of a few. */
const idleMs = 20_000
const ids = { passTypeId: 'pass.com.example.stampbridge', teamId: 'DEMO000000' }

/** (h) What an edit of a program that 10,000 phones hold does to the till's deliveries, until each phone has fetched it. */
export const edit = (): Promise<Row[]> =>
  withDatabase('edit', async ({ pool }, databaseUrl) => {
    const folder = mkdtempSync(join(tmpdir(), 'stampbridge-bench-'))
    const phones = await startPhones()
    const env = { ...(await certificateSettings(folder)), APNS_URL: phones.url }
    const server = await startOurs('main', { databaseUrl, folder, env })
    try {
      return await measure(pool, server.url, phones)
    } finally {
      await server.stop()
      phones.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  })

async function certificateSettings(dataDir: string): Promise<Record<string, string>> {
  const folder = join(dataDir, 'certificates')
  await openDemoAuthority({ folder, ...ids, now: Date.now(), log: pino({ level: 'silent' }) })
  return {
    APPLE_PASS_TYPE_ID: ids.passTypeId,
    APPLE_TEAM_ID: ids.teamId,
    APPLE_PASS_CERT: join(folder, 'signer.pem'),
    APPLE_PASS_KEY: join(folder, 'signer.key'),
    APPLE_WWDR_CERT: join(folder, 'wwdr.pem'),
  }
}

async function measure(pool: pg.Pool, url: string, phones: Phones): Promise<Row[]> {
  const shop = await openShop(pool, url)
  const { passTypeId } = ids
  await phones.ask({ base: `${url}/apple/v1`, passTypeId, held: await heldPasses(pool, shop.merchantId) })
  const idle: number[] = []
  const busy: number[] = []
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    const deliveries = startDeliveries(url, shop)
    await new Promise((resolve) => setTimeout(resolve, idleMs))
    const before = deliveries.p99()
    await askApi(url, shop.apiKey, 'PATCH', `programs/${shop.programId}`, { name: `Coffee ${round}` })
    while ((await anyOwed(pool)) || (await phones.ask('count')).busy > 0)
      await new Promise((resolve) => setTimeout(resolve, 250))
    const { fetched } = await phones.ask('count')
    if (fetched < holders * (round + 1)) throw new Error(`only ${fetched} passes were fetched`)
    const during = deliveries.p99()
    await deliveries.stop()
    if (round === 0) continue
    idle.push(before)
    busy.push(during)
  }
  return [
    row(
      `intake p99 in ms, an edit told to and fetched by ${holders} phones : idle`,
      median(idle),
      median(busy),
      '<= 2',
    ),
  ]
}

/** Of the phones alone: what is bought meanwhile owes pushes all the time. */
async function anyOwed(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ owed: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM outbox o JOIN apple_registration a ON a.merchant_id = o.merchant_id AND a.card_id::text = o.key
        WHERE o.kind = 'push-pass' AND o.version > o.sent_version)
      OR EXISTS (SELECT 1 FROM outbox WHERE kind = 'touch-cards' AND version > sent_version AND due_at <= now()) AS owed`,
  )
  return rows[0]!.owed
}

async function heldPasses(pool: pg.Pool, merchantId: string): Promise<HeldPass[]> {
  const { rows } = await pool.query<{
    data_key: Buffer
    id: string
    device_id: string
    push_token: string
    serial: string
  }>(
    `SELECT m.data_key, c.id, a.device_id, a.push_token, c.serial FROM merchant m
      JOIN card c ON c.merchant_id = m.id JOIN apple_registration a ON a.merchant_id = c.merchant_id AND a.card_id = c.id
      WHERE m.id = $1 AND c.token_version = 1`,
    [merchantId],
  )
  const key = createKeyring([secretKey]).open(merchantId, rows[0]!.data_key)
  return rows.map(({ id, device_id, push_token, serial }) => ({
    ...{ pushToken: push_token, deviceId: device_id, serial },
    passToken: key.passToken(id, 1),
  }))
}

/** Ten thousand cards on phones, and some that no wallet holds: those are the ones that buy. */
async function openShop(pool: pg.Pool, url: string) {
  const { id: merchantId, apiKey } = await askApi<{ id: string; apiKey: string }>(
    url,
    adminKey,
    'POST',
    'merchants',
    { name: 'Bench' },
  )
  const ask = <T>(path: string, body: unknown) => askApi<T>(url, apiKey, 'POST', path, body)
  const till = await ask<{ id: string; webhookSecret: string }>('tills', { provider: 'open', name: 'Till' })
  const reward = { title: 'Free coffee', kind: 'staff_scan' }
  const { id: programId } = await ask<{ id: string }>('programs', {
    name: 'Coffee',
    goal: 10,
    earn: { kind: 'visit' },
    milestones: [{ at: 10, reward }],
  })
  await pool.query(
    `WITH made AS (INSERT INTO card (merchant_id, id, program_id, version, serial, modified_second, created_at)
        SELECT $1, gen_random_uuid(), $2, 1, 'bench-' || lpad(n::text, 16, '0'), 0, now() FROM generate_series(1, $3::int) n
        RETURNING merchant_id, id, serial)
      INSERT INTO apple_registration (merchant_id, card_id, device_id, push_token, created_at)
        SELECT merchant_id, id, id::text, md5(id::text), now() FROM made WHERE serial > 'bench-' || lpad($4::text, 16, '0')`,
    [merchantId, programId, holders + buyers, buyers],
  )
  await pool.query(
    `INSERT INTO directory (kind, key, merchant_id, target_id)
      SELECT 'card-serial', sha256(serial::bytea), merchant_id, id FROM card`,
  )
  await pool.query(`INSERT INTO apple_device (id) SELECT device_id FROM apple_registration`)
  await pool.query('VACUUM ANALYZE')
  const serials = Array.from({ length: buyers }, (_, n) => `bench-${String(n + 1).padStart(16, '0')}`)
  return { merchantId, apiKey, programId, tillId: till.id, secret: till.webhookSecret, serials }
}

const buyers = 2000
