import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { notFound } from '../../app-error.ts'
import { privacyTexts } from '../../messages/privacy.ts'
import type { ConsoleContext } from '../../pages/console/frame.ts'
import {
  PrivacyPage,
  PrivacyRequestPage,
  type PrivacyView,
  privacyPath,
} from '../../pages/console/privacy-pages.ts'
import type { PrivacyRecord } from '../../ports/privacy.ts'
import type { Tills } from '../../ports/tills.ts'
import { isUuid } from '../../secrets/random-id.ts'
import { pageFrom, readCursor, timeCursor } from '../api/pages.ts'
import { type PrivacyDeps, showHeld, showRequest } from '../api/privacy-requests.ts'
import type { AuditDeps } from './console-audit.ts'
import { type ConsoleDeps, consoleContext } from './console-context.ts'
import { doneAt } from './console-form.ts'
import { requireRole } from './console-role.ts'
import { requireCsrf } from './console-session.ts'
import { actorOf } from './console-team.ts'
import { formBody } from './form-body.ts'
import { sendPage } from './page-answer.ts'

export type PrivacyRoomDeps = ConsoleDeps & AuditDeps & PrivacyDeps & { tills: Pick<Tills, 'find'> }

const pageSize = 50
const listQuery = z.object({ cursor: z.string().min(1).max(500).optional().catch(undefined) })

/** `/console/privacy`: who asked for their data or to be forgotten, and the answer to those who wait. */
export function consolePrivacy(deps: PrivacyRoomDeps): Router {
  const router = Router()
  const guards = [formBody, requireCsrf, requireRole('owner')]
  router.get('/console/privacy', (request, response) => sendList(deps, request, response))
  router.get('/console/privacy/:id', (request, response) => sendRequest(deps, request, response))
  router.post('/console/privacy/:id/data.json', guards, (request: Request, response: Response) =>
    download(deps, request, response),
  )
  router.post('/console/privacy/:id/answered', guards, async (request: Request, response: Response) => {
    const { merchant } = await consoleContext(deps, request, response)
    const { id } = await requestOf(deps, merchant.merchantId, request)
    await deps.privacyRequests.markDone({ merchantId: merchant.merchantId, id }, deps.now())
    doneAt(response, privacyPath(id), 'answered')
  })
  return router
}

async function sendList(deps: PrivacyRoomDeps, request: Request, response: Response): Promise<void> {
  const context = await privacyContext(deps, request, response)
  const { merchantId } = context.merchant
  const { cursor } = listQuery.parse(request.query)
  const from = readCursor(timeCursor, cursor)
  const after = from && { at: from[0], id: from[1] }
  const rows = await deps.privacyRequests.list(merchantId, { after, limit: pageSize + 1 })
  const page = pageFrom(
    rows,
    pageSize,
    (row) => [row.receivedAt, row.id],
    (row) => row,
  )
  const requests = await Promise.all(page.items.map((row) => viewOf(deps, merchantId, row)))
  sendPage(response, PrivacyPage(context, { requests, cursor, next: page.nextCursor, now: deps.now() }))
}

async function sendRequest(deps: PrivacyRoomDeps, request: Request, response: Response): Promise<void> {
  const context = await privacyContext(deps, request, response)
  const { merchantId } = context.merchant
  const found = await requestOf(deps, merchantId, request)
  const cards = await Promise.all(found.cards.map((id) => deps.cards.find(merchantId, id)))
  const page = PrivacyRequestPage(context, {
    request: await viewOf(deps, merchantId, found),
    cards: cards.flatMap((card) => (card && card.state !== 'erased' ? card : [])),
    now: deps.now(),
  })
  sendPage(response, page)
}

/** All that is held of the customer. It is noted before anything leaves that somebody took it. */
async function download(deps: PrivacyRoomDeps, request: Request, response: Response): Promise<void> {
  const { merchant } = await consoleContext(deps, request, response)
  const { merchantId } = merchant
  const found = await requestOf(deps, merchantId, request)
  if (found.request !== 'customer-data' || found.doneAt !== null) throw notFound('page')
  const held = await showHeld(deps, merchantId, found)
  const { role, staffId } = actorOf(response)
  await deps.audit.append({
    merchantId,
    at: deps.now(),
    actor: staffId ? `${role}:${staffId}` : role,
    action: 'POST /console/privacy/:id/data.json',
    subject: `${privacyPath(found.id)}/data.json`,
    detail: {},
  })
  response.set({
    'Content-Disposition': `attachment; filename="customer-data-${found.id.slice(-6)}.json"`,
    'Cache-Control': 'no-store',
  })
  response.type('application/json').send(JSON.stringify({ ...showRequest(found), held }, null, 2))
}

async function privacyContext(
  deps: PrivacyRoomDeps,
  request: Request,
  response: Response,
): Promise<ConsoleContext> {
  const context = await consoleContext(deps, request, response)
  const answered = request.query.done === 'answered'
  return answered ? { ...context, done: privacyTexts(context.speech).doneWords } : context
}

async function requestOf(
  { privacyRequests }: PrivacyRoomDeps,
  merchantId: string,
  request: Request,
): Promise<PrivacyRecord> {
  const id = String(request.params.id)
  const found = isUuid(id) ? await privacyRequests.find(merchantId, id) : null
  if (!found) throw notFound('page')
  return found
}

async function viewOf(
  { tills }: PrivacyRoomDeps,
  merchantId: string,
  record: PrivacyRecord,
): Promise<PrivacyView> {
  return { ...record, tillName: (await tills.find(merchantId, record.tillId))?.name ?? null }
}
