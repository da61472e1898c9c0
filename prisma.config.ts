import { defineConfig } from 'prisma/config'

// `generate`, `validate` and `format` never start the schema engine, yet the CLI insists on finding one.
// Any executable satisfies the check, which keeps these commands working without a download.
if (/^(generate|validate|format|version|--version|-v)$/.test(process.argv[2] ?? ''))
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({ schema: 'prisma/schema.prisma', migrations: { path: 'prisma/migrations' } })
