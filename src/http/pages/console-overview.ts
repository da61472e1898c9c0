import { Router } from 'express'
import { z } from 'zod'
import { forecastPool } from '../../domain/pool-forecast.ts'
import { privacyDueAt } from '../../domain/privacy-due.ts'
import { mayAs } from '../../domain/role.ts'
import { codeWords } from '../../messages/code-words.ts'
import { formatDay } from '../../messages/formats.ts'
import { privacyTexts } from '../../messages/privacy.ts'
import type { ConsoleContext } from '../../pages/console/frame.ts'
import type { Alert } from '../../pages/console/overview-attention.ts'
import { OverviewPage } from '../../pages/console/overview-page.ts'
import { Told } from '../../pages/console/told.ts'
import type { Alerts, Troubles } from '../../ports/alerts.ts'
import type { Certificates } from '../../ports/certificates.ts'
import type { CodePools } from '../../ports/code-pools.ts'
import type { FiguresBook } from '../../ports/console-figures.ts'
import type { Overview } from '../../ports/console-reads.ts'
import type { PrivacyRequests } from '../../ports/privacy.ts'
import { type ConsoleDeps, consoleContext } from './console-context.ts'
import { sendPage } from './page-answer.ts'

export type ConsoleOverviewDeps = {
  figures: Pick<FiguresBook, 'read'>
  alerts: Alerts
  pools: Pick<CodePools, 'reward'>
  certificates: Certificates
  privacyRequests: Pick<PrivacyRequests, 'open'>
}
type Deps = ConsoleDeps & ConsoleOverviewDeps

const query = z.object({
  days: z.coerce
    .number()
    .pipe(z.union([z.literal(28), z.literal(90)]))
    .catch(28),
})

/** `/console`: how today goes, what needs a look, and how the last weeks went. */
export function consoleOverview(deps: Deps): Router {
  const router = Router()
  router.get('/console', async (request, response) => {
    const context = await consoleContext(deps, request, response)
    const { merchantId } = context.merchant
    const overview = await deps.reads.overview(merchantId, deps.now())
    const counted = await deps.figures.read(merchantId)
    const { days } = query.parse(request.query)
    const alerts = await alertsOf(deps, context, overview)
    sendPage(response, OverviewPage(context, { overview, counted, days, alerts }))
  })
  return router
}

async function alertsOf(deps: Deps, context: ConsoleContext, overview: Overview): Promise<Alert[]> {
  const troubles = await deps.alerts.troubles(context.merchant.merchantId)
  const manages = mayAs(context.role, 'manager')
  return [
    ...certificateAlerts(deps, context),
    ...signInAlerts(context, overview, manages),
    ...(await privacyAlerts(deps, context)),
    ...tillAlerts(context, troubles, manages),
    ...(await poolAlerts(deps, context, troubles.pools, manages)),
  ]
}

function certificateAlerts({ certificates }: Deps, context: ConsoleContext): Alert[] {
  const { certificate, certificateEnded } = context.speech.texts.console.day.overview
  return certificates()
    .filter(({ state, demo }) => state !== 'good' && !demo)
    .map(({ state, daysLeft, endsAt }) => ({
      words: state === 'ended' ? certificateEnded : certificate(String(daysLeft)),
      ...{ detail: null, since: state === 'ended' ? endsAt : null, path: null },
    }))
}

async function privacyAlerts({ privacyRequests }: Deps, context: ConsoleContext): Promise<Alert[]> {
  const open = await privacyRequests.open(context.merchant.merchantId)
  if (!open) return []
  const { speech, merchant, role } = context
  const texts = privacyTexts(speech)
  const due = formatDay(speech, privacyDueAt(open.since), merchant.timeZone)
  const path = mayAs(role, 'owner') ? '/console/privacy' : null
  return [{ words: texts.alert(open.count), detail: `${texts.due} ${due}`, since: open.since, path }]
}

function signInAlerts(context: ConsoleContext, { tills }: Overview, manages: boolean): Alert[] {
  const { signIn } = context.speech.texts.console.day.overview
  return tills
    .filter(({ state }) => state === 'sign-in-needed')
    .map(({ id, name }) => ({
      words: signIn(name),
      ...{ detail: null, since: null, path: manages ? `/console/tills/${id}` : null },
    }))
}

function tillAlerts(context: ConsoleContext, { down, codes }: Troubles, manages: boolean): Alert[] {
  const { alerts } = codeWords(context.speech.language)
  return [
    ...down.map(({ tillId, tillName, since, waiting, error }) => ({
      words: alerts.down(tillName, waiting),
      ...{ detail: Told(context.speech, error), since, path: manages ? `/console/tills/${tillId}` : null },
    })),
    ...codes.map(({ tillName, kind, reason, detail, since, count, couponIds }) => {
      const drift = (['deleted', 'paused', 'edited', 'used', 'taken'] as const).find(
        (each) => each === reason,
      )
      const found = kind === 'drifted' ? detail : reason
      return {
        words: alerts[kind === 'drifted' ? (drift ?? 'edited') : 'refused'](tillName, count),
        detail: found && Told(context.speech, found),
        ...{ since, path: couponIds[0] ? `/console/coupons/${couponIds[0]}` : null },
      }
    }),
  ]
}

async function poolAlerts(
  { pools, now }: Deps,
  context: ConsoleContext,
  uses: Troubles['pools'],
  manages: boolean,
): Promise<Alert[]> {
  const { alerts } = codeWords(context.speech.language)
  const found: Alert[] = []
  for (const use of uses) {
    const { level, daysLeft } = forecastPool(use, now())
    const dry = level === 'dry' || (use.waiting > 0 && use.free === 0)
    if (!dry && level !== 'low') continue
    const reward = await pools.reward(context.merchant.merchantId, use.rewardId)
    if (reward?.codeSource !== 'pool') continue
    found.push({
      words: dry ? alerts.dry(reward.title, use.waiting) : alerts.low(reward.title, use.free, daysLeft),
      ...{ detail: null, since: null, path: manages ? `/console/pools/${use.rewardId}` : null },
    })
  }
  return found
}
