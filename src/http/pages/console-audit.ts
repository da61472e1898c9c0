import { type RequestHandler, Router } from 'express'
import { z } from 'zod'
import { notFound } from '../../app-error.ts'
import { AuditPage } from '../../pages/console/audit-page.ts'
import type { ApiKeys } from '../../ports/api-keys.ts'
import type { AuditLog } from '../../ports/audit.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Team } from '../../ports/team.ts'
import { type ConsoleDeps, consoleContext } from './console-context.ts'
import { sessionOf } from './console-session.ts'
import { sendPage } from './page-answer.ts'

export type AuditDeps = {
  audit: AuditLog
  now: Clock
  /** Told when an entry could not be written. */
  onAuditFailed(error: unknown): void
}

/** Writes down every form of the console that was carried out: who, which form, and the names of its fields. */
export function auditForms({ audit, now, onAuditFailed }: AuditDeps): RequestHandler {
  return (request, response, next) => {
    const session = sessionOf(response)
    if (request.method !== 'POST' || !session) return next()
    response.once('finish', () => {
      // 201: something was made that is shown this once, such as a link or a key.
      if (response.statusCode !== 303 && response.statusCode !== 201) return
      const { merchantId, role, staffId } = session.row
      const subject = request.originalUrl.split('?', 1)[0] ?? ''
      const fields = Object.keys(request.body ?? {}).filter((name) => name !== 'csrf')
      audit
        .append({
          merchantId,
          at: now(),
          actor: staffId ? `${role}:${staffId}` : role,
          action: `POST ${request.baseUrl}${request.route?.path ?? ''}`,
          subject,
          detail: fields.length > 0 ? { fields: fields.join(' ').slice(0, 500) } : {},
        })
        .catch(onAuditFailed)
    })
    next()
  }
}

type AuditRoomDeps = ConsoleDeps & AuditDeps & { team: Pick<Team, 'list'>; apiKeys: Pick<ApiKeys, 'list'> }

const query = z.object({ before: z.coerce.number().int().positive().optional().catch(undefined) })
const pageSize = 50
/** A shop has a handful; older ones are told by the end of their number. */
const mostKeys = 200

/** `/console/audit`: what was changed, and whether the chain still holds. */
export function consoleAudit(deps: AuditRoomDeps): Router {
  const router = Router()
  router.get('/console/audit', async (request, response) => {
    const context = await consoleContext(deps, request, response)
    const { merchantId } = context.merchant
    const { before } = query.parse(request.query)
    const entries = await deps.audit.list(merchantId, { before: before ?? null, limit: pageSize + 1 })
    const next = entries.length > pageSize ? (entries[pageSize - 1]?.sequence ?? null) : null
    sendPage(
      response,
      AuditPage(context, {
        ...{ entries: entries.slice(0, pageSize), names: await namesOf(deps, merchantId) },
        ...{ before, next, verdict: null },
      }),
    )
  })
  router.get('/console/audit/check', async (request, response) => {
    const context = await consoleContext(deps, request, response)
    const { merchantId } = context.merchant
    const verdict = await deps.audit.verify(merchantId)
    const entries = await deps.audit.list(merchantId, { before: null, limit: pageSize })
    if (entries.length === 0) throw notFound('page')
    const names = await namesOf(deps, merchantId)
    sendPage(response, AuditPage(context, { entries, names, before: undefined, next: null, verdict }))
  })
  return router
}

/** What people and API keys are called, by id. */
async function namesOf({ team, apiKeys }: AuditRoomDeps, merchantId: string): Promise<Map<string, string>> {
  const [people, keys] = await Promise.all([
    team.list(merchantId),
    apiKeys.list(merchantId, { after: null, limit: mostKeys }),
  ])
  return new Map([
    ...people.map(({ id, name }) => [id, name] as const),
    ...keys.map(({ id, label }) => [id, label] as const),
  ])
}
