import { Router } from 'express'
import { z } from 'zod'
import type { DisconnectTill } from '../app/disconnect-till.ts'
import { notFound } from '../app-error.ts'
import { SquarePage } from '../pages/console/square-page.ts'
import type { Locations } from '../ports/locations.ts'
import type { Tills } from '../ports/tills.ts'
import { isUuid } from '../secrets/random-id.ts'
import { type ConsoleDeps, consoleContext } from './pages/console-context.ts'
import { requireRole } from './pages/console-role.ts'
import { requireCsrf, sessionOf } from './pages/console-session.ts'
import { formBody } from './pages/form-body.ts'
import { sendPage } from './pages/page-answer.ts'

export type SquareConsoleDeps = Pick<ConsoleDeps, 'assets' | 'reads'> & {
  tills: Pick<Tills, 'list'>
  locations: Pick<Locations, 'list'>
  disconnectTill: DisconnectTill
  squareSignIn: object | null
}

const done = z.string().max(40).optional().catch(undefined)

/** `/console/square`: how the connection stands, and both ends of it. For owners. Mount behind the console's session. */
export function squareConsole(deps: SquareConsoleDeps): Router {
  const router = Router()
  router.get('/console/square', requireRole('owner'), async (request, response) => {
    const context = await consoleContext(deps, request, response)
    const { merchantId } = context.merchant
    const all = await deps.tills.list(merchantId, { after: null, limit: 100 })
    const tills = await Promise.all(
      all
        .filter((till) => till.provider === 'square')
        .map(async (till) => ({
          ...till,
          locations: await deps.locations.list(merchantId, till.id, { after: null, limit: 100 }),
        })),
    )
    const props = { tills, configured: deps.squareSignIn !== null, done: done.parse(request.query.done) }
    sendPage(response, SquarePage(context, props))
  })
  router.post(
    '/console/square/:tillId/disconnect',
    requireRole('owner'),
    formBody,
    requireCsrf,
    async (request, response) => {
      const tillId = String(request.params.tillId)
      const merchantId = sessionOf(response)?.row.merchantId
      if (!merchantId || !isUuid(tillId)) throw notFound('till')
      const result = await deps.disconnectTill(merchantId, tillId)
      if (!result.ok && result.reason === 'unknown') throw notFound('till')
      response.redirect(303, `/console/square?done=${result.ok ? 'disconnected' : 'unreachable'}`)
    },
  )
  return router
}
