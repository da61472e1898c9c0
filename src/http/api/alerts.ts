import { z } from 'zod'
import { notFound } from '../../app-error.ts'
import { failureSaid } from '../../domain/failure-note.ts'
import { forecastPool } from '../../domain/pool-forecast.ts'
import { unenforced } from '../../domain/till-limits.ts'
import type { CodeWords } from '../../messages/code-texts.ts'
import { type CodeLanguage, codeLanguages, codeWords } from '../../messages/code-words.ts'
import type { Alerts, Troubles } from '../../ports/alerts.ts'
import type { CouponsRead } from '../../ports/cards.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CodePools } from '../../ports/code-pools.ts'
import type { CodeWatch } from '../../ports/code-watch.ts'
import type { Merchants } from '../../ports/merchants.ts'
import type { Programs } from '../../ports/programs.ts'
import type { Tills } from '../../ports/tills.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { asTime, asTimeOrNull, id, idParams, time } from './fields.ts'

export type AlertDeps = {
  alerts: Alerts
  codeWatch: Pick<CodeWatch, 'askRepair'>
  coupons: Pick<CouponsRead, 'find'>
  merchants: Pick<Merchants, 'find'>
  pools: Pick<CodePools, 'reward'>
  programs: Pick<Programs, 'find'>
  tills: Pick<Tills, 'list'>
  now: Clock
}

const query = z.strictObject({
  language: z
    .enum(codeLanguages)
    .optional()
    .describe('Of the words; the merchant’s own where it is missing.'),
})

const alertSchema = z.strictObject({
  kind: z.enum(['till-down', 'code-drifted', 'code-refused', 'pool-low', 'pool-dry']),
  since: time.nullable(),
  words: z.string().describe('For people.'),
  detail: z.string().nullable().describe('What the till said, or what was found.'),
  count: z.int().describe('Coupons or codes concerned.'),
  tillId: id.nullable(),
  rewardId: id.nullable(),
  couponIds: z.array(id).describe('Some of them, ten at most.'),
})

export function alertEndpoints(deps: AlertDeps): Endpoint[] {
  return [alertsEndpoint(deps), limitsEndpoint(deps), repairEndpoint(deps)]
}

async function wordsFor(
  { merchants }: AlertDeps,
  merchantId: string,
  asked: CodeLanguage | undefined,
): Promise<CodeWords> {
  const own = (await merchants.find(merchantId))?.locale.slice(0, 2).toLowerCase()
  return codeWords(asked ?? codeLanguages.find((each) => each === own) ?? 'en')
}

const alertsEndpoint = (deps: AlertDeps) =>
  endpoint({
    method: 'GET',
    path: '/alerts',
    tag: 'Alerts',
    summary: 'What needs a look: tills out of reach, codes changed in a till, pools that run out',
    description: 'As things stand now; what was put right is gone.',
    auth: 'merchant',
    query,
    answers: {
      200: {
        description: 'All of them.',
        name: 'Alerts',
        schema: z.strictObject({ items: z.array(alertSchema) }),
      },
    },
    async handle({ merchantId, query: { language } }) {
      const words = await wordsFor(deps, merchantId, language)
      const troubles = await deps.alerts.troubles(merchantId)
      const pools = await poolAlerts(deps, merchantId, troubles.pools, words)
      return { status: 200, body: { items: [...tillAlerts(troubles, words), ...pools] } }
    },
  })

const blank = { since: null as string | null, detail: null as string | null, tillId: null as string | null }
const none = { rewardId: null as string | null, couponIds: [] as string[] }

function tillAlerts({ down, codes }: Troubles, { alerts }: CodeWords) {
  return [
    ...down.map(({ tillId, tillName, since, waiting, error }) => ({
      ...none,
      ...{ kind: 'till-down' as const, since: asTime(since), words: alerts.down(tillName, waiting) },
      ...{ detail: failureSaid(error), count: waiting, tillId },
    })),
    ...codes.map(({ tillId, tillName, kind, reason, detail, since, count, couponIds }) => {
      const drift = (['deleted', 'paused', 'edited', 'used', 'taken'] as const).find(
        (each) => each === reason,
      )
      return {
        ...{ kind: kind === 'drifted' ? ('code-drifted' as const) : ('code-refused' as const) },
        ...{
          since: asTime(since),
          words: alerts[kind === 'drifted' ? (drift ?? 'edited') : 'refused'](tillName, count),
        },
        detail: kind === 'drifted' ? detail && failureSaid(detail) : failureSaid(reason),
        ...{ count, tillId, rewardId: null, couponIds },
      }
    }),
  ]
}

async function poolAlerts(
  { pools, now }: AlertDeps,
  merchantId: string,
  uses: Troubles['pools'],
  { alerts }: CodeWords,
) {
  const found = []
  for (const use of uses) {
    const { level, daysLeft } = forecastPool(use, now())
    const dry = level === 'dry' || (use.waiting > 0 && use.free === 0)
    if (!dry && level !== 'low') continue
    const reward = await pools.reward(merchantId, use.rewardId)
    if (reward?.codeSource !== 'pool') continue
    found.push({
      ...{ ...blank, ...none, rewardId: use.rewardId, since: asTimeOrNull(null) },
      kind: dry ? ('pool-dry' as const) : ('pool-low' as const),
      count: dry ? use.waiting : use.free,
      words: dry ? alerts.dry(reward.title, use.waiting) : alerts.low(reward.title, use.free, daysLeft),
    })
  }
  return found
}

const limitsSchema = z.strictObject({
  items: z.array(
    z.strictObject({
      tillId: id,
      tillName: z.string(),
      rewardId: id,
      title: z.string(),
      limit: z.string().describe('What the till does not see to.'),
      words: z.string(),
    }),
  ),
})

const limitsEndpoint = (deps: AlertDeps) =>
  endpoint({
    method: 'GET',
    path: '/programs/{id}/limits',
    tag: 'Programs',
    summary: 'What the connected tills cannot enforce of the program’s rewards',
    auth: 'merchant',
    params: idParams,
    query,
    answers: { 200: { description: 'For each till and reward.', name: 'TillLimits', schema: limitsSchema } },
    async handle({ merchantId, params, query: { language } }) {
      const program = await deps.programs.find(merchantId, params.id)
      if (!program) throw notFound('program')
      const { limits } = await wordsFor(deps, merchantId, language)
      const tills = (await deps.tills.list(merchantId, { after: null, limit: 200 })).filter(
        ({ state }) => state === 'active',
      )
      const items = tills.flatMap((till) =>
        program.rules.milestones.flatMap(({ reward }) =>
          unenforced(till.provider, reward).map((limit) => ({
            ...{ tillId: till.id, tillName: till.name, rewardId: reward.id, title: reward.title },
            ...{ limit, words: limits[limit] },
          })),
        ),
      )
      return { status: 200, body: { items } }
    },
  })

const repairEndpoint = ({ codeWatch, coupons }: AlertDeps) =>
  endpoint({
    method: 'POST',
    path: '/coupons/{id}/repair',
    tag: 'Coupons',
    summary: 'Set a coupon’s codes in the tills back to what was promised',
    description: 'For codes that `GET /alerts` tells of; done within a minute.',
    auth: 'merchant',
    params: idParams,
    answers: {
      202: {
        description: 'It will be done, if anything was amiss.',
        name: 'Repair',
        schema: z.strictObject({ asked: z.boolean().describe('False when no code of it is amiss.') }),
      },
    },
    async handle({ merchantId, params }) {
      if (!(await coupons.find(merchantId, params.id))) throw notFound('coupon')
      return { status: 202, body: { asked: await codeWatch.askRepair({ merchantId, id: params.id }) } }
    },
  })
