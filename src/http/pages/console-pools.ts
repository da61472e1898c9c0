import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { ImportCodes } from '../../app/import-codes.ts'
import type { UpdateProgram } from '../../app/update-program.ts'
import { notFound } from '../../app-error.ts'
import { normalCode } from '../../domain/coupon.ts'
import { forecastPool } from '../../domain/pool-forecast.ts'
import type { Reward } from '../../domain/program.ts'
import { roomTexts } from '../../messages/rooms.ts'
import type { ConsoleContext } from '../../pages/console/frame.ts'
import { type PoolDetail, PoolDetailPage } from '../../pages/console/pools-detail-page.ts'
import { PoolsPage } from '../../pages/console/pools-page.ts'
import type { PoolView } from '../../pages/console/pools-view.ts'
import type { CodePools } from '../../ports/code-pools.ts'
import type { ProgramRow } from '../../ports/console-reads.ts'
import type { PoolDesk } from '../../ports/pool-desk.ts'
import { type ConsoleDeps, consoleContext } from './console-context.ts'
import { sendPage } from './page-answer.ts'

export type PoolRoomDeps = Pick<ConsoleDeps, 'assets' | 'reads' | 'now'> & {
  pools: Pick<CodePools, 'levels' | 'use' | 'wish'>
  poolDesk: PoolDesk
  importCodes: ImportCodes
  updateProgram: UpdateProgram
}

type Found = { reward: Reward; program: ProgramRow }
const pageSize = 50
const mostImports = 20
const detailQuery = z.object({
  cursor: z.string().max(64).optional().catch(undefined),
  search: z.string().max(64).trim().default('').catch(''),
})

/** `/console/pools`: rewards whose codes are made elsewhere; `/console/pools/{reward}`: the codes of one. */
export function consolePools(deps: PoolRoomDeps): Router {
  const router = Router()
  router.get('/console/pools', async (request, response) => {
    const context = await poolContext(deps, request, response)
    sendPage(response, PoolsPage(context, await overviewOf(deps, context)))
  })
  router.get('/console/pools/:rewardId', async (request, response) => {
    const context = await poolContext(deps, request, response)
    const found = await poolOf(deps, context, request)
    await sendPool(deps, response, context, found, { query: detailQuery.parse(request.query) })
  })
  return router
}

/** The console's context, with what was just done in the words of this room. */
export async function poolContext(deps: PoolRoomDeps, request: Request, response: Response) {
  const context = await consoleContext(deps, request, response)
  const { done } = roomTexts(context.speech).pools
  const key = String(request.query.done ?? '')
  return { ...context, done: Object.hasOwn(done, key) ? done[key] : context.done }
}

async function rewardsOf(
  deps: PoolRoomDeps,
  context: ConsoleContext,
  source: 'pool' | 'shared',
): Promise<Found[]> {
  const programs = await deps.reads.programs(context.merchant.merchantId)
  return programs.flatMap((program) =>
    program.rules.milestones
      .filter(({ reward }) => reward.kind === 'redeem_code' && reward.codeSource === source)
      .map(({ reward }) => ({ reward, program })),
  )
}

/** Every pool and every shared code of the merchant. */
export async function overviewOf(deps: PoolRoomDeps, context: ConsoleContext) {
  const pools: PoolView[] = []
  for (const found of await rewardsOf(deps, context, 'pool')) pools.push(await viewOf(deps, context, found))
  const shared = (await rewardsOf(deps, context, 'shared')).map(({ reward, program }) => ({
    ...{ reward, programId: program.id, programName: program.name, version: program.version },
  }))
  return { pools, shared }
}

/** @throws AppError 404 when no reward of the merchant takes its codes from this pool. */
export async function poolOf(deps: PoolRoomDeps, context: ConsoleContext, request: Request): Promise<Found> {
  const rewards = await rewardsOf(deps, context, 'pool')
  const found = rewards.find(({ reward }) => reward.id === request.params.rewardId)
  if (!found) throw notFound('reward')
  return found
}

async function viewOf(
  deps: PoolRoomDeps,
  context: ConsoleContext,
  { reward, program }: Found,
): Promise<PoolView> {
  const { merchantId } = context.merchant
  const levels = await deps.pools.levels(merchantId, reward.id)
  const use = await deps.pools.use(merchantId, reward.id, deps.now())
  return {
    ...{ reward, programName: program.name, levels, waiting: use.waiting },
    wishes: { lowWater: use.lowWater, reserve: use.reserve },
    forecast: forecastPool(use, deps.now()),
  }
}

/** Answers with a pool's page; with forms that have to be looked at again, as 422. */
export async function sendPool(
  deps: PoolRoomDeps,
  response: Response,
  context: ConsoleContext,
  found: Found,
  shown: { query?: z.output<typeof detailQuery>; forms?: PoolDetail['forms'] },
): Promise<void> {
  const { merchantId } = context.merchant
  const { query = { search: '', cursor: undefined }, forms } = shown
  const search = normalCode(query.search)
  const page = { search, after: query.cursor, limit: pageSize + 1 }
  const rows = await deps.poolDesk.codes(merchantId, found.reward.id, page)
  const next = rows.length > pageSize ? (rows[pageSize - 1]?.code ?? null) : null
  const detail: PoolDetail = {
    pool: await viewOf(deps, context, found),
    codes: { rows: rows.slice(0, pageSize), next, cursor: query.cursor, search },
    imports: await deps.poolDesk.imports(merchantId, found.reward.id, mostImports),
    forms: forms ?? {},
  }
  sendPage(response, PoolDetailPage(context, detail), forms ? 422 : 200)
}
