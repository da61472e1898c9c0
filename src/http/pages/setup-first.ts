import type { RequestHandler } from 'express'
import { mayAs } from '../../domain/role.ts'
import type { Programs } from '../../ports/programs.ts'
import { sessionOf } from './console-session.ts'

/**
 * An owner without any program comes to the set-up first: there is nothing else to see yet. `?stay` is for those who
 * came from there.
 */
export const setupFirst =
  ({ programs }: { programs: Pick<Programs, 'list'> }): RequestHandler =>
  async (request, response, next) => {
    const row = sessionOf(response)?.row
    if (!row || !mayAs(row.role, 'owner') || request.query.stay !== undefined) return next()
    const [program] = await programs.list(row.merchantId, { after: null, limit: 1 })
    if (program) return next()
    response.redirect(303, '/console/setup')
  }
