import { mkdir, writeFile } from 'node:fs/promises'
import { schemaDiff } from './schema-diff.ts'

/**
 * `npm run db:new <name>` writes the migration that leads to prisma/schema.prisma, to be read before it is committed.
 * `npm run db:new -- --init` writes the first one anew: only while no release has it.
 */
const name = process.argv[2] ?? ''
const init = name === '--init'
if (!init && !/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('Name the migration in small letters: npm run db:new add_card_colour')
  process.exit(2)
}
const sql = await schemaDiff(init ? 'nothing' : 'migrations')
if (sql === '') console.log('The migrations already lead to prisma/schema.prisma.')
else {
  const time = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14)
  const folder = `prisma/migrations/${init ? '20261122000000_init' : `${time}_${name}`}`
  await mkdir(folder, { recursive: true })
  await writeFile(`${folder}/migration.sql`, `${sql.trim()}\n`)
  console.log(`${folder}/migration.sql`)
}
