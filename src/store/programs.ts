import type { Program } from '../../prisma/generated/client.ts'
import type { ProgramRules } from '../domain/program.ts'
import type { ProgramRecord, ProgramState, Programs } from '../ports/programs.ts'
import { digest } from '../secrets/random-id.ts'
import type { Database } from './database.ts'
import { directoryRow } from './directory.ts'
import { touchingCards } from './hot/touch-cards.ts'
import { isUniqueViolation } from './unique-violation.ts'

type Store = Pick<Database, 'prisma' | 'pool'>

export function createPrograms(db: Store): Programs {
  const { prisma } = db
  return {
    add: (program) => add(db, program),
    change: (program, before, at) => change(db, program, before, at),
    async find(merchantId, id) {
      const row = await prisma.program.findUnique({ where: { merchantId_id: { merchantId, id } } })
      return row && ((await withRules(db, [row]))[0] ?? null)
    },
    async list(merchantId, { after, limit }) {
      const rows = await prisma.program.findMany({
        where: { merchantId, ...(after && { id: { lt: after } }) },
        orderBy: { id: 'desc' },
        take: limit,
      })
      return withRules(db, rows)
    },
  }
}

async function add({ prisma }: Store, program: ProgramRecord): ReturnType<Programs['add']> {
  const { merchantId, id, slug, rules, createdAt, ...rest } = program
  const at = new Date(createdAt)
  try {
    await prisma.$transaction([
      prisma.directory.create({ data: directoryRow('slug', slug, merchantId, id) }),
      prisma.program.create({ data: { merchantId, id, slug, ...rest, createdAt: at } }),
      prisma.programVersion.create({
        data: { merchantId, programId: id, version: rest.version, rules, createdAt: at },
      }),
      prisma.reward.createMany({ data: rewardRows(program) }),
    ])
    return { ok: true }
  } catch (error) {
    if (isUniqueViolation(error)) return { ok: false, reason: 'slug-taken' }
    throw error
  }
}

/** What cards show of it beside their own version's rules: name, and whether it has ended. Changed, the wallets are told. */
async function change(
  db: Store,
  ...[program, before, at]: Parameters<Programs['change']>
): ReturnType<Programs['change']> {
  const { merchantId, id } = program
  if (before.name === program.name && before.state === program.state) return save(db, program, before, at)
  return touchingCards(
    { pool: db.pool, now: at },
    { merchantId, programId: id },
    () => save(db, program, before, at),
    ({ ok }) => ok,
  )
}

async function save(
  { prisma }: Store,
  ...[program, before, at]: Parameters<Programs['change']>
): ReturnType<Programs['change']> {
  const { merchantId, id, slug, name, state, version, rules } = program
  try {
    return await prisma.$transaction(async (tx) => {
      const { count } = await tx.program.updateMany({
        where: {
          merchantId,
          id,
          version: before.version,
          slug: before.slug,
          name: before.name,
          state: before.state,
        },
        data: { slug, name, state, version },
      })
      if (count === 0) return { ok: false, reason: 'changed-meanwhile' }
      const key = { kind_key: { kind: 'slug', key: digest(slug) } }
      const holder = await tx.directory.findUnique({ where: key })
      if (holder && holder.targetId !== id) throw new SlugTaken()
      if (!holder) await tx.directory.create({ data: directoryRow('slug', slug, merchantId, id) })
      if (version === before.version) return { ok: true }
      await tx.programVersion.create({
        data: { merchantId, programId: id, version, rules, createdAt: new Date(at) },
      })
      await tx.reward.createMany({ data: rewardRows(program), skipDuplicates: true })
      return { ok: true }
    })
  } catch (error) {
    if (error instanceof SlugTaken || isUniqueViolation(error)) return { ok: false, reason: 'slug-taken' }
    throw error
  }
}

/** Thrown inside the transaction, so that it is rolled back. */
class SlugTaken extends Error {}

const rewardRows = ({ merchantId, id: programId, rules }: ProgramRecord) =>
  rules.milestones.map(({ reward }) => ({ merchantId, id: reward.id, programId }))

async function withRules({ prisma }: Store, rows: Program[]): Promise<ProgramRecord[]> {
  if (rows.length === 0) return []
  const versions = await prisma.programVersion.findMany({
    where: {
      merchantId: rows[0]!.merchantId,
      OR: rows.map(({ id, version }) => ({ programId: id, version })),
    },
  })
  const rules = new Map(versions.map((each) => [each.programId, each.rules as unknown as ProgramRules]))
  return rows.flatMap((row) => {
    const own = rules.get(row.id)
    if (!own) return []
    return [{ ...row, state: row.state as ProgramState, rules: own, createdAt: row.createdAt.getTime() }]
  })
}
