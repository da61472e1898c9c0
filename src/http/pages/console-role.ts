import type { ErrorRequestHandler, RequestHandler } from 'express'
import { AppError } from '../../app-error.ts'
import { mayAs, type Role } from '../../domain/role.ts'
import { placeOf } from '../../pages/console/places.ts'
import type { Team } from '../../ports/team.ts'
import { sessionOf } from './console-session.ts'

/**
 * Somebody is signed in, with a lesser role than this asks for: the page of it says whose it is.
 * @param people names of those who may, where they are known
 */
export const roleRefused = (needed: Role, people: string[] = []): AppError =>
  new AppError({
    ...{ code: 'role', status: 403, userText: 'Your role does not open this part of the console.' },
    details: { needed, people },
  })

/** Refuses, with 403, whoever is signed in with a lesser role; for forms that ask for more than their place does. */
export const requireRole =
  (needed: Role): RequestHandler =>
  (_request, response, next) =>
    next(mayAs(sessionOf(response)?.row.role ?? '', needed) ? undefined : roleRefused(needed))

/** Holds every address of the console to the role that its place asks for. */
export const placesByRole: RequestHandler = (request, response, next) => {
  const place = placeOf(request.baseUrl + request.path)
  next(place && !mayAs(sessionOf(response)?.row.role ?? '', place.role) ? roleRefused(place.role) : undefined)
}

/** Tells whoever is refused for their role whom of the shop to ask: it is their own team. Mount before the page of errors. */
export const namesWhoMay =
  ({ team }: { team: Pick<Team, 'list'> }): ErrorRequestHandler =>
  async (error, _request, response, next) => {
    const session = sessionOf(response)
    if (!session || !(error instanceof AppError) || error.code !== 'role') return next(error)
    const needed = error.details.needed as Role
    const people = await team.list(session.row.merchantId)
    next(
      roleRefused(
        needed,
        people.filter(({ role }) => mayAs(role, needed)).map(({ name }) => name),
      ),
    )
  }
