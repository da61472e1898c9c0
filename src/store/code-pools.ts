import { forecastDays, type PoolUse } from '../domain/pool-forecast.ts'
import type { ProgramRules } from '../domain/program.ts'
import type { CodePools, KnownCode, PoolWishes } from '../ports/code-pools.ts'
import type { Database } from './database.ts'

type Store = Pick<Database, 'prisma' | 'pool'>

export function createCodePools(db: Store): CodePools {
  const { prisma } = db
  return {
    async reward(merchantId, rewardId) {
      const row = await prisma.reward.findUnique({ where: { merchantId_id: { merchantId, id: rewardId } } })
      if (!row) return null
      const versions = await prisma.programVersion.findMany({
        where: { merchantId, programId: row.programId },
        orderBy: { version: 'desc' },
      })
      const milestones = versions.flatMap((each) => (each.rules as unknown as ProgramRules).milestones)
      return milestones.find(({ reward }) => reward.id === rewardId)?.reward ?? null
    },
    known: (merchantId, rewardId, codes) =>
      inChunks(codes, (chunk) => known(db, merchantId, rewardId, chunk)),
    async add(merchantId, rewardId, codes, now, before = 0) {
      // Positions of later imports are higher, as long as one import holds fewer codes than this factor.
      let position = BigInt(now) * 1_000_000n + BigInt(before)
      return inChunks(codes, (chunk) => {
        const first = position
        position += BigInt(chunk.length)
        return append(db, merchantId, rewardId, chunk, { first, now })
      })
    },
    async levels(merchantId, rewardId) {
      const groups = await prisma.poolCode.groupBy({
        by: ['state'],
        where: { merchantId, rewardId },
        _count: { _all: true },
      })
      const count = (state: string) => groups.find((each) => each.state === state)?._count._all ?? 0
      return {
        free: count('free'),
        assigned: count('assigned'),
        used: count('used'),
        retired: count('retired'),
      }
    },
    async use(merchantId, rewardId, now) {
      const [use] = await readPoolUse(db, merchantId, rewardId, now)
      return use ?? unused
    },
    async wish(merchantId, rewardId, { lowWater, reserve }) {
      await prisma.codePool.upsert({
        where: { merchantId_rewardId: { merchantId, rewardId } },
        create: { merchantId, rewardId, lowWater, reserve },
        update: { lowWater, reserve },
      })
    },
  }
}

/** `$2::uuid` null: of every pool of the merchant. Counted over an index, pool by pool. */
const useText = `SELECT r.id AS reward_id,
    (SELECT count(*)::int FROM pool_code f WHERE f.merchant_id = r.merchant_id AND f.reward_id = r.id AND f.state = 'free') AS free,
    (SELECT count(*)::int FROM pool_code f WHERE f.merchant_id = r.merchant_id AND f.reward_id = r.id
      AND f.state <> 'free' AND f.assigned_at > $3) AS taken,
    (SELECT min(created_at) FROM pool_code f WHERE f.merchant_id = r.merchant_id AND f.reward_id = r.id) AS since,
    (SELECT count(*)::int FROM coupon c WHERE c.merchant_id = r.merchant_id AND c.state = 'issuing' AND c.code IS NULL
      AND c.reward_id = r.id) AS waiting,
    p.low_water, coalesce(p.reserve, 0) AS reserve
  FROM reward r LEFT JOIN code_pool p ON p.merchant_id = r.merchant_id AND p.reward_id = r.id
  WHERE r.merchant_id = $1 AND ($2::uuid IS NULL OR r.id = $2)`

type UseRow = {
  reward_id: string
  free: number
  taken: number
  since: Date | null
  waiting: number
  low_water: number | null
  reserve: number
}

/** How the merchant's pools, or one of them, are used. */
export async function readPoolUse(
  { pool }: Pick<Store, 'pool'>,
  merchantId: string,
  rewardId: string | null,
  now: number,
): Promise<(PoolUse & PoolWishes & { rewardId: string })[]> {
  const from = new Date(now - forecastDays * 86_400_000)
  const { rows } = await pool.query<UseRow>(useText, [merchantId, rewardId, from])
  return rows.map(({ reward_id, low_water, since, ...row }) => ({
    ...row,
    rewardId: reward_id,
    since: since?.getTime() ?? null,
    lowWater: low_water,
  }))
}

const unused = { free: 0, taken: 0, since: null, waiting: 0, lowWater: null, reserve: 0 }

const chunkSize = 5000

/** One statement for each few thousand codes, so that none of them runs into the statement's time limit. */
async function inChunks<Row>(codes: string[], step: (chunk: string[]) => Promise<Row[]>): Promise<Row[]> {
  const rows: Row[] = []
  for (let at = 0; at < codes.length; at += chunkSize)
    for (const row of await step(codes.slice(at, at + chunkSize))) rows.push(row)
  return rows
}

async function known({ pool }: Store, merchantId: string, rewardId: string, codes: string[]) {
  const { rows } = await pool.query<KnownCode>(
    `SELECT p.code, CASE WHEN p.reward_id <> $2 THEN 'another-pool' WHEN p.state IN ('used', 'retired') THEN 'used' ELSE 'this-pool' END AS "where"
     FROM pool_code p
     WHERE p.merchant_id = $1 AND p.code = ANY($3)
       AND p.reward_id IN (SELECT id FROM reward WHERE merchant_id = $1)
     UNION ALL
     SELECT c.code, 'a-coupon' FROM coupon c WHERE c.merchant_id = $1 AND c.code = ANY($3)`,
    [merchantId, rewardId, codes],
  )
  return rows
}

async function append(
  { pool }: Store,
  merchantId: string,
  rewardId: string,
  codes: string[],
  { first, now }: { first: bigint; now: number },
): Promise<string[]> {
  const { rows } = await pool.query<{ code: string }>(
    `INSERT INTO pool_code (merchant_id, reward_id, code, state, position, created_at)
     SELECT $1, $2, code, 'free', $4::bigint + ordinality, $5
     FROM unnest($3::text[]) WITH ORDINALITY AS given (code, ordinality)
     ON CONFLICT DO NOTHING RETURNING code`,
    [merchantId, rewardId, codes, String(first), new Date(now)],
  )
  return rows.map(({ code }) => code)
}
