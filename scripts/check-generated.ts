import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { schemaDiff } from './schema-diff.ts'

/** Part of `npm run check`: the committed client and the migrations say the same as prisma/schema.prisma. */
const problems: string[] = []
if (!sameFiles('prisma/generated', generateAside()))
  problems.push('prisma/generated is not what prisma/schema.prisma generates: run npm run db:generate.')
const difference = await schemaDiff('migrations')
if (difference !== '')
  problems.push(
    `The migrations do not lead to prisma/schema.prisma: run npm run db:new <name>.\n${difference}`,
  )
if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exit(1)
}

/** Generates in a folder of its own, because the output's place is written in the schema. */
function generateAside(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stampbridge-generated-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(`${folder}/prisma`)
  for (const file of ['prisma.config.ts', 'package.json', 'prisma/schema.prisma'])
    copyFileSync(file, `${folder}/${file}`)
  symlinkSync(resolve('node_modules'), `${folder}/node_modules`)
  execFileSync(process.execPath, [resolve('node_modules/prisma/build/index.js'), 'generate'], {
    cwd: folder,
    stdio: 'pipe',
  })
  return `${folder}/prisma/generated`
}

function sameFiles(left: string, right: string): boolean {
  const filesOf = (folder: string) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length))
      .sort()
  const files = filesOf(left)
  return (
    files.join('\n') === filesOf(right).join('\n') &&
    files.every((file) => readFileSync(left + file).equals(readFileSync(right + file)))
  )
}
