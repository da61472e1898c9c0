import type { Request, RequestHandler } from 'express'
import { AppError } from '../app-error.ts'

/**
 * Refuses forms that another website sends through somebody's browser. Browsers say where a request comes from and
 * scripts that are no browser don't, so an absent header passes: there is no cookie to steal then.
 */
export const sameSiteOnly: RequestHandler = (request, _response, next) => {
  if (request.method === 'POST' && isForeign(request)) {
    next(
      new AppError({
        code: 'foreign-form',
        status: 403,
        userText: 'This form was sent from another website.',
      }),
    )
    return
  }
  next()
}

function isForeign(request: Request): boolean {
  const site = request.get('sec-fetch-site')
  if (site) return site !== 'same-origin' && site !== 'none'
  const origin = request.get('origin')
  // "null" comes from pages that hide where they are, as ours with cards do.
  if (!origin || origin === 'null') return false
  return !URL.canParse(origin) || new URL(origin).host !== request.get('host')
}
