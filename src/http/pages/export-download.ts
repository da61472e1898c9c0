import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'
import type { WriteExport } from '../../app/write-export.ts'
import { mayStart } from '../../domain/export-progress.ts'
import type { ExportRun, ExportRuns } from '../../ports/export-runs.ts'
import type { AuditDeps } from './console-audit.ts'
import type { ConsoleDeps } from './console-context.ts'
import { actorOf } from './console-team.ts'

export type DownloadDeps = ConsoleDeps & AuditDeps & { exportRuns: ExportRuns; writeExport: WriteExport }

/** Often enough for a bar that moves, seldom enough for the database. */
const noteMs = 500

/**
 * Sends what was ordered, as it is read, and notes how far it is.
 * @returns false, with nothing sent, when it is being sent already or was ordered too long ago
 */
export async function download(
  deps: DownloadDeps,
  response: Response,
  { run, timeZone }: { run: ExportRun; timeZone: string },
): Promise<boolean> {
  const { merchantId } = actorOf(response)
  const { exportRuns, now } = deps
  if (!mayStart(run, now()) || !(await exportRuns.start(merchantId, run, now()))) return false
  await noteTaken(deps, response, run)
  let written = 0
  let noted = now()
  const note = (state: ExportRun['state']) =>
    exportRuns.note(merchantId, run.id, { state, written, movedAt: now() })
  const onRows = async (rows: number) => {
    written += rows
    if (now() - noted < noteMs) return
    noted = now()
    await note('running')
  }
  try {
    await send(deps, response, { ...run, merchantId, timeZone, onRows })
  } catch (error) {
    await note('broken')
    // The reader went away: its page says so, and nothing is wrong here.
    if (!isGone(error)) throw error
    return true
  }
  await note('done')
  return true
}

async function send(deps: DownloadDeps, response: Response, order: Parameters<WriteExport>[0]) {
  const file = deps.writeExport(order)
  const day = new Date(deps.now()).toISOString().slice(0, 10)
  response.set({
    'Content-Type': file.type,
    'Content-Disposition': `attachment; filename="${day}-${file.name}"`,
    'Cache-Control': 'no-store',
  })
  await pipeline(Readable.from(file.content, { objectMode: true }), response)
}

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'

/** Before anything leaves, so that what was taken is known even when the download breaks off. */
async function noteTaken(
  { audit, now }: DownloadDeps,
  response: Response,
  { what, format, personal }: ExportRun,
): Promise<void> {
  const { merchantId, role, staffId } = actorOf(response)
  await audit.append({
    merchantId,
    at: now(),
    actor: staffId ? `${role}:${staffId}` : role,
    action: 'POST /console/export/:runId/file',
    subject: '/console/export',
    detail: { fields: `${what} ${format}${personal ? ' personal' : ''}` },
  })
}
