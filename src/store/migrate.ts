import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'

/** Prisma's own lock, so that `prisma migrate deploy` and this runner never work at the same time. */
const lockId = 72707369
const migrationsFolder = fileURLToPath(new URL('../../prisma/migrations', import.meta.url))

// As Prisma's schema engine makes it: either tool can go on where the other stopped.
const bookkeeping = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY NOT NULL,
  checksum varchar(64) NOT NULL,
  finished_at timestamptz,
  migration_name varchar(255) NOT NULL,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0
)`

type Migration = { name: string; sql: string; checksum: string }

/**
 * Brings the database up to the migrations of this release. Safe to call from several processes at once.
 * @returns names of the migrations that this call applied; none when the database was up to date.
 * @throws Error when an applied migration was edited since, or one failed before and was left half-way.
 */
export async function migrate(pool: pg.Pool, folder = migrationsFolder): Promise<string[]> {
  const migrations = await readMigrations(folder)
  const applied: string[] = []
  for (;;) {
    const name = await applyNext(pool, migrations)
    if (name === null) return applied
    applied.push(name)
  }
}

/** Prisma's layout: `<folder>/<timestamp>_<name>/migration.sql`, applied in the order of their names. */
export async function readMigrations(folder = migrationsFolder): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(`${folder}/${name}/migration.sql`, 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

/** One migration in one transaction. The lock ends with the transaction, whatever happens to this process. */
async function applyNext(pool: pg.Pool, migrations: Migration[]): Promise<string | null> {
  const client = await pool.connect()
  let failed: Error | undefined
  try {
    await client.query('BEGIN')
    await client.query(`SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0`)
    await patiently(client, `SELECT pg_advisory_xact_lock(${lockId})`)
    await client.query(bookkeeping)
    const next = nextOf(migrations, await appliedIn(client))
    if (next) {
      await patiently(client, next.sql)
      await client.query(
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
         VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
        [randomUUID(), next.checksum, next.name],
      )
    }
    await client.query('COMMIT')
    return next?.name ?? null
  } catch (error) {
    failed = error instanceof Error ? error : new Error(String(error))
    await client.query('ROLLBACK').catch((lost: Error) => {
      failed = lost
    })
    throw error
  } finally {
    client.release(failed)
  }
}

/** The pool's time limit is meant for requests; a migration may work, or wait for another's, for minutes. */
const patiently = (client: pg.PoolClient, text: string) => {
  const query = { text, query_timeout: 30 * 60_000 }
  return client.query(query)
}

type Applied = { name: string; checksum: string; finished: boolean }

async function appliedIn(client: pg.PoolClient): Promise<Applied[]> {
  const result = await client.query<Applied>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  )
  return result.rows
}

/** Migrations of a newer release are left alone: during a rolling deploy the older processes go on. */
function nextOf(migrations: Migration[], applied: Applied[]): Migration | undefined {
  const unfinished = applied.find((row) => !row.finished)
  if (unfinished)
    throw new Error(
      `migration ${unfinished.name} was begun by another tool and not finished: repair it with "prisma migrate resolve"`,
    )
  const checksums = new Map(applied.map((row) => [row.name, row.checksum]))
  for (const migration of migrations) {
    const known = checksums.get(migration.name)
    if (known === undefined) return migration
    if (known !== migration.checksum)
      throw new Error(
        `migration ${migration.name} was applied to this database in another wording: restore its file, and put the change into a new migration`,
      )
  }
  return undefined
}
