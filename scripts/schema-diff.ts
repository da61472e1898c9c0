import { readFile } from 'node:fs/promises'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlQuery,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils'
import { SchemaEngine } from '@prisma/schema-engine-wasm'
import type pg from 'pg'
import { type EmbeddedPostgres, openEmbeddedPostgres } from '../src/store/embedded-postgres.ts'
import { readMigrations } from '../src/store/migrate.ts'

/**
 * SQL that would lead from the committed migrations (or from nothing) to prisma/schema.prisma; empty when they agree.
 * Works offline: Prisma's schema engine as WebAssembly, over a database in memory.
 */
export async function schemaDiff(from: 'migrations' | 'nothing'): Promise<string> {
  const migrations = from === 'nothing' ? [] : await readMigrations()
  const schema = { path: 'prisma/schema.prisma', content: await readFile('prisma/schema.prisma', 'utf8') }
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: reportPanic } })
  const opened: EmbeddedPostgres[] = []
  const adapter = bindMigrationAwareSqlAdapterFactory({
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => openShadow(opened),
    connectToShadowDb: () => openShadow(opened),
  })
  try {
    const engine = await SchemaEngine.new(
      { datamodels: [[schema.path, schema.content]] },
      () => undefined,
      adapter,
    )
    const result = await engine.diff({
      from: {
        tag: 'migrations',
        baseDir: 'prisma/migrations',
        lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
        shadowDbInitScript: '',
        migrationDirectories: migrations.map(({ name, sql }) => ({
          path: name,
          migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
        })),
      },
      to: { tag: 'schemaDatamodel', files: [schema] },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    })
    const script = result.stdout ?? ''
    return script.replaceAll(/^--.*$/gm, '').trim() === '' ? '' : script
  } finally {
    await Promise.all(opened.map((database) => database.close()))
  }
}

/** An adapter over a fresh database in memory, fit for the schema engine. */
async function openShadow(opened: EmbeddedPostgres[]): Promise<SqlDriverAdapter> {
  const database = await openEmbeddedPostgres({})
  opened.push(database)
  markCatalogChars(database.pool)
  const adapter = await new PrismaPg(database.pool).connect()
  const queryRaw = adapter.queryRaw.bind(adapter)
  return Object.assign(adapter, {
    // Prisma splits scripts at every semicolon, which breaks DO blocks.
    executeScript: async (script: string) => {
      await database.pool.query(script)
    },
    queryRaw: async (query: SqlQuery) => unmarkCatalogChars(await queryRaw(query)),
  })
}

const mark = '"char" '

/** Prisma's adapter refuses the catalogue's one-byte type "char", which its engine asks for: it passes as marked text. */
function markCatalogChars(pool: pg.Pool): void {
  const query = pool.query.bind(pool) as (request: pg.QueryConfig) => Promise<pg.QueryResult>
  const marking = async (request: pg.QueryConfig) => {
    const result = await query(request)
    for (const field of result.fields ?? [])
      if (field.dataTypeID === 18) Object.assign(field, { dataTypeID: 25, name: mark + field.name })
    return result
  }
  pool.query = marking as pg.Pool['query']
}

function unmarkCatalogChars(result: SqlResultSet): SqlResultSet {
  const { columnNames, columnTypes, rows } = result
  return {
    columnNames: columnNames.map((name) => name.replace(mark, '')),
    columnTypes: columnTypes.map((type, i) =>
      columnNames[i]?.startsWith(mark) ? ColumnTypeEnum.Character : type,
    ),
    rows,
  }
}

/** The engine tells of its own crashes through this global, before its error, which holds no message. */
const reportPanic = (message: string) => console.error(`Prisma's schema engine gave up: ${message}`)
