import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { exportFormats, type WriteExport } from '../../app/write-export.ts'
import { ExportPage } from '../../pages/console/export-page.ts'
import { type Exports, exportKinds } from '../../ports/exports.ts'
import type { AuditDeps } from './console-audit.ts'
import { type ConsoleDeps, consoleContext } from './console-context.ts'
import { requireRole } from './console-role.ts'
import { requireCsrf } from './console-session.ts'
import { actorOf } from './console-team.ts'
import { formBody } from './form-body.ts'
import { sendPage } from './page-answer.ts'

export type ExportDeps = ConsoleDeps &
  AuditDeps & {
    exports: Pick<Exports, 'counts'>
    writeExport: WriteExport
  }

const mostCounted = 100_000
const orderForm = z.object({
  what: z.enum(['all', ...exportKinds]).catch('all'),
  format: z.enum(exportFormats).catch('csv'),
  personal: z.literal('1').optional().catch(undefined),
})

/** `/console/export`: everything, for the owner to take along. */
export function consoleExport(deps: ExportDeps): Router {
  const router = Router()
  router.get('/console/export', async (request, response) => {
    const context = await consoleContext(deps, request, response)
    const counts = await deps.exports.counts(context.merchant.merchantId, mostCounted + 1)
    sendPage(response, ExportPage(context, { counts, most: mostCounted }))
  })
  const guards = [formBody, requireCsrf, requireRole('owner')]
  router.post('/console/export', guards, (request: Request, response: Response) =>
    download(deps, request, response),
  )
  return router
}

async function download(deps: ExportDeps, request: Request, response: Response): Promise<void> {
  const { merchant } = await consoleContext(deps, request, response)
  const { what, format, personal } = orderForm.parse(request.body ?? {})
  await note(deps, response, { what, format, personal: personal !== undefined })
  const file = deps.writeExport({
    merchantId: merchant.merchantId,
    what,
    format,
    timeZone: merchant.timeZone,
    personal: personal !== undefined,
  })
  const day = new Date(deps.now()).toISOString().slice(0, 10)
  response.set({
    'Content-Type': file.type,
    'Content-Disposition': `attachment; filename="${day}-${file.name}"`,
    'Cache-Control': 'no-store',
  })
  try {
    await pipeline(Readable.from(file.content, { objectMode: true }), response)
  } catch (error) {
    // The reader went away: nobody is left to tell, and nothing is wrong here.
    if (!isGone(error)) throw error
  }
}

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'

/** Before anything leaves, so that what was taken is known even when the download breaks off. */
async function note(
  { audit, now }: ExportDeps,
  response: Response,
  detail: { what: string; format: string; personal: boolean },
): Promise<void> {
  const { merchantId, role, staffId } = actorOf(response)
  const fields = `${detail.what} ${detail.format}${detail.personal ? ' personal' : ''}`
  await audit.append({
    merchantId,
    at: now(),
    actor: staffId ? `${role}:${staffId}` : role,
    action: 'POST /console/export',
    subject: '/console/export',
    detail: { fields },
  })
}
