import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { exportFormats } from '../../app/write-export.ts'
import { notFound } from '../../app-error.ts'
import { ExportPage } from '../../pages/console/export-page.ts'
import { ExportRunPage } from '../../pages/console/export-run-page.ts'
import type { ExportRun } from '../../ports/export-runs.ts'
import { type ExportKind, type Exports, exportKinds } from '../../ports/exports.ts'
import { isUuid, newId } from '../../secrets/random-id.ts'
import { consoleContext } from './console-context.ts'
import { requireRole } from './console-role.ts'
import { requireCsrf, sessionOf } from './console-session.ts'
import { type DownloadDeps, download } from './export-download.ts'
import { formBody } from './form-body.ts'
import { sendPage } from './page-answer.ts'

export type ExportDeps = DownloadDeps & { exports: Pick<Exports, 'counts'> }

/** For the page that offers them: an exact number of a large table takes longer than it is worth. */
const mostCounted = 100_000
/** For the bar of a download; beyond them it says how many rows, and not of how many. */
const mostExpected = 2_000_000

const orderForm = z.object({
  what: z.enum(['all', ...exportKinds]).catch('all'),
  format: z.enum(exportFormats).catch('csv'),
  personal: z.literal('1').optional().catch(undefined),
})
const ownersOnly = [formBody, requireCsrf, requireRole('owner')]

/** `/console/export`: everything, for the owner to take along. What is ordered has a page that says how far it is. */
export function consoleExport(deps: ExportDeps): Router {
  const router = Router()
  router.get('/console/export', async (request, response) => {
    const context = await consoleContext(deps, request, response)
    const counts = await deps.exports.counts(context.merchant.merchantId, mostCounted + 1)
    sendPage(response, ExportPage(context, { counts, most: mostCounted }))
  })
  router.post('/console/export', ownersOnly, (request: Request, response: Response) =>
    order(deps, request, response),
  )
  router.get('/console/export/:runId', async (request, response) => {
    const context = await consoleContext(deps, request, response)
    sendPage(response, ExportRunPage(context, { run: await runOf(deps, request, response), now: deps.now() }))
  })
  router.post('/console/export/:runId/file', ownersOnly, async (request: Request, response: Response) => {
    const run = await runOf(deps, request, response)
    const { merchant } = await consoleContext(deps, request, response)
    const taken = await download(deps, response, { run, timeZone: merchant.timeZone })
    if (!taken) response.redirect(303, `/console/export/${run.id}`)
  })
  return router
}

async function order(deps: ExportDeps, request: Request, response: Response): Promise<void> {
  const { merchantId } = sessionOf(response)?.row ?? {}
  if (!merchantId) throw notFound('merchant')
  const { what, format, personal } = orderForm.parse(request.body ?? {})
  const now = deps.now()
  const counts = await deps.exports.counts(merchantId, mostExpected + 1)
  const run = { id: newId(now), what, format, personal: personal !== undefined }
  const course = { expected: expectedRows(counts, what), written: 0, state: 'ordered' as const }
  await deps.exportRuns.add(merchantId, { ...run, ...course, orderedAt: now, movedAt: now })
  response.redirect(303, `/console/export/${run.id}`)
}

function expectedRows(counts: Record<ExportKind, number>, what: ExportKind | 'all'): number | null {
  const asked = what === 'all' ? Object.values(counts) : [counts[what]]
  return asked.some((rows) => rows > mostExpected) ? null : asked.reduce((sum, rows) => sum + rows, 0)
}

/** @throws AppError 404 for what this merchant never ordered, or what was swept away. */
async function runOf(deps: ExportDeps, request: Request, response: Response): Promise<ExportRun> {
  const id = String(request.params.runId)
  const { merchantId } = sessionOf(response)?.row ?? {}
  const run = merchantId && isUuid(id) ? await deps.exportRuns.find(merchantId, id) : null
  if (!run) throw notFound('export')
  return run
}
