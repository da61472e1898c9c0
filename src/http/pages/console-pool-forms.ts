import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { notFound } from '../../app-error.ts'
import { codeProblem } from '../../domain/code-format.ts'
import { normalCode } from '../../domain/coupon.ts'
import { roomTexts } from '../../messages/rooms.ts'
import type { ConsoleContext } from '../../pages/console/frame.ts'
import { PoolsPage } from '../../pages/console/pools-page.ts'
import { poolPath } from '../../pages/console/pools-view.ts'
import { doneAt, readForm } from './console-form.ts'
import { overviewOf, type PoolRoomDeps, poolContext, poolOf, sendPool } from './console-pools.ts'
import { requireRole } from './console-role.ts'
import { requireCsrf } from './console-session.ts'
import { formBody } from './form-body.ts'
import { sendPage } from './page-answer.ts'

const count = z.coerce.number('notNumber').int('notNumber').min(0).max(1_000_000)
const wishesForm = z.object({ lowWater: count.optional(), reserve: count.optional() })
const removeForm = z.object({ code: z.string().max(64).optional(), sure: z.string().max(40).optional() })

/** What can be done at a pool beside importing: alerts, reserve, taking codes out; and a shared code. */
export function poolForms(deps: PoolRoomDeps): Router {
  const router = Router()
  router.post('/console/pools/:rewardId/wishes', formBody, requireCsrf, async (request, response) => {
    const context = await poolContext(deps, request, response)
    const found = await poolOf(deps, context, request)
    const read = readForm(wishesForm, request, context.speech)
    if (!read.ok) return sendPool(deps, response, context, found, { forms: { wishes: read.form } })
    const { lowWater = null, reserve = 0 } = read.value
    await deps.pools.wish(context.merchant.merchantId, found.reward.id, { lowWater, reserve })
    doneAt(response, poolPath(found.reward.id), 'wished')
  })
  router.post('/console/pools/:rewardId/remove', formBody, requireCsrf, (request, response) =>
    remove(deps, request, response),
  )
  router.post(
    '/console/pools/:rewardId/shared',
    requireRole('owner'),
    formBody,
    requireCsrf,
    (request, response) => changeShared(deps, request, response),
  )
  return router
}

async function remove(deps: PoolRoomDeps, request: Request, response: Response): Promise<void> {
  const context = await poolContext(deps, request, response)
  const found = await poolOf(deps, context, request)
  const texts = roomTexts(context.speech).pools
  const read = readForm(removeForm, request, context.speech)
  if (!read.ok) return sendPool(deps, response, context, found, { forms: { remove: read.form } })
  const { code, sure } = read.value
  if (code === undefined && sure?.toLowerCase() !== texts.sureWord) {
    const form = { values: {}, errors: { sure: texts.notSure } }
    return sendPool(deps, response, context, found, { forms: { remove: form } })
  }
  await deps.poolDesk.removeFree(context.merchant.merchantId, found.reward.id, code ?? null)
  doneAt(response, poolPath(found.reward.id), 'removed')
}

async function changeShared(deps: PoolRoomDeps, request: Request, response: Response): Promise<void> {
  const context = await poolContext(deps, request, response)
  const rewardId = String(request.params.rewardId)
  const { shared } = await overviewOf(deps, context)
  const found = shared.find(({ reward }) => reward.id === rewardId)
  if (!found) throw notFound('reward')
  const texts = roomTexts(context.speech).pools
  const field = `code-${rewardId}`
  const typed = String(request.body?.[field] ?? '').slice(0, 100)
  const code = normalCode(typed)
  const problem = codeProblem(code, found.reward.display)
  if (problem) return again(texts.badCode(texts.reasons[problem.reason] ?? problem.message))
  if (String(request.body?.version) !== String(found.version)) return again(texts.changed)
  const changed = await saveCode(deps, context, found, code)
  if (changed === 'unknown-program') throw notFound('program')
  if (changed !== 'saved') return again(changed === 'changed-meanwhile' ? texts.changed : changed)
  doneAt(response, '/console/pools', 'shared')

  async function again(error: string): Promise<void> {
    const wrong = { rewardId, form: { values: { [field]: typed }, errors: { [field]: error } } }
    sendPage(response, PoolsPage(context, { ...(await overviewOf(deps, context)), wrong }), 422)
  }
}

/** @returns `saved`, why not, or what is wrong with the rules in words */
async function saveCode(
  { reads, updateProgram }: PoolRoomDeps,
  { merchant }: ConsoleContext,
  { programId, reward }: { programId: string; reward: { id: string } },
  code: string,
): Promise<string> {
  const programs = await reads.programs(merchant.merchantId)
  const program = programs.find(({ id }) => id === programId)
  if (!program) return 'unknown-program'
  const milestones = program.rules.milestones.map((each) =>
    each.reward.id === reward.id ? { ...each, reward: { ...each.reward, code } } : each,
  )
  const updated = await updateProgram(merchant.merchantId, programId, { milestones })
  if (updated.ok) return 'saved'
  return updated.reason === 'bad-rules'
    ? updated.problems.map(({ field, message }) => `${field} ${message}`).join('; ')
    : updated.reason
}
