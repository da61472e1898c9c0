import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { Actor, AddPerson, ChangePerson, InvitePerson, RevokePerson } from '../../app/team.ts'
import { notFound } from '../../app-error.ts'
import { isGoodPin } from '../../domain/pin.ts'
import { roles } from '../../domain/role.ts'
import { formatMoment } from '../../messages/formats.ts'
import { emptyForm, type FormState } from '../../pages/console/form.ts'
import type { ConsoleContext } from '../../pages/console/frame.ts'
import { TeamPage } from '../../pages/console/team-page.ts'
import { OneTimeLinkPage, PersonPage } from '../../pages/console/team-person.ts'
import type { Devices } from '../../ports/devices.ts'
import type { Person, Team } from '../../ports/team.ts'
import { isUuid } from '../../secrets/random-id.ts'
import { text } from '../api/fields.ts'
import { type ConsoleDeps, consoleContext } from './console-context.ts'
import { doneAt, readForm } from './console-form.ts'
import { roleRefused } from './console-role.ts'
import { requireCsrf, sessionOf } from './console-session.ts'
import { formBody } from './form-body.ts'
import { sendPage } from './page-answer.ts'

export type TeamDeps = ConsoleDeps & {
  team: Pick<Team, 'list' | 'get'>
  devices: Devices
  addPerson: AddPerson
  changePerson: ChangePerson
  invitePerson: InvitePerson
  revokePerson: RevokePerson
}

const personForm = z.object({
  name: text(60),
  role: z.enum(roles),
  pin: z.string().refine(isGoodPin, 'pinWeak').optional(),
  removePin: z.literal('1').optional(),
})
const linkForm = z.object({ to: z.enum(['console', 'staff']) })

/** `/console/team` and its people. */
export function consoleTeam(deps: TeamDeps): Router {
  const router = Router()
  router.get('/console/team', async (request, response) => {
    const context = await consoleContext(deps, request, response)
    const { merchantId } = context.merchant
    const [people, devices] = await Promise.all([deps.team.list(merchantId), deps.devices.list(merchantId)])
    sendPage(response, TeamPage(context, { people, devices, readerId: actorOf(response).staffId }))
  })
  router.get('/console/team/people/new', async (request, response) => {
    sendPage(
      response,
      PersonPage(await consoleContext(deps, request, response), { person: null, form: emptyForm }),
    )
  })
  router.post('/console/team/people/new', formBody, requireCsrf, (request, response) =>
    addPerson(deps, request, response),
  )
  router.get('/console/team/people/:id', async (request, response) => {
    const { context, person } = await personOf(deps, request, response)
    sendPage(response, PersonPage(context, { person, form: emptyForm }))
  })
  router.post('/console/team/people/:id', formBody, requireCsrf, (request, response) =>
    changePerson(deps, request, response),
  )
  router.post('/console/team/people/:id/link', formBody, requireCsrf, (request, response) =>
    invite(deps, request, response),
  )
  router.post('/console/team/people/:id/revoke', formBody, requireCsrf, async (request, response) => {
    orRefuse(await deps.revokePerson(actorOf(response), idOf(request)))
    doneAt(response, '/console/team', 'removed')
  })
  return router
}

/** Who is signed in, as the use cases want to know it. */
export function actorOf(response: Response): Actor {
  const session = sessionOf(response)
  if (!session) throw notFound('merchant')
  const { merchantId, role, staffId } = session.row
  return { merchantId, role, staffId }
}

async function addPerson(deps: TeamDeps, request: Request, response: Response): Promise<void> {
  const context = await consoleContext(deps, request, response)
  const read = readForm(personForm, request, context.speech)
  if (!read.ok) return again(response, context, null, read.form)
  const { name, role, pin = null } = read.value
  const added = await deps.addPerson(actorOf(response), { name, role, pin })
  if (added.ok) return doneAt(response, `/console/team/people/${added.id}`, 'added')
  if (added.reason === 'role') throw refused()
  const errors = { '': context.speech.texts.console.team.tooMany }
  again(response, context, null, { values: { name, role }, errors })
}

async function changePerson(deps: TeamDeps, request: Request, response: Response): Promise<void> {
  const { context, person } = await personOf(deps, request, response)
  const read = readForm(personForm, request, context.speech)
  if (!read.ok) return again(response, context, person, read.form)
  const { name, role, pin = null, removePin } = read.value
  orRefuse(
    await deps.changePerson(actorOf(response), person.id, {
      name,
      role,
      pin,
      removePin: removePin !== undefined,
    }),
  )
  doneAt(response, `/console/team/people/${person.id}`, 'saved')
}

function again(response: Response, context: ConsoleContext, person: Person | null, form: FormState): void {
  const { pin } = form.errors
  const errors = pin ? { ...form.errors, pin: context.speech.texts.console.team.pinWeak } : form.errors
  sendPage(response, PersonPage(context, { person, form: { ...form, errors } }), 422)
}

async function invite(deps: TeamDeps, request: Request, response: Response): Promise<void> {
  const context = await consoleContext(deps, request, response)
  const { to } = linkForm.parse(request.body)
  const link = orRefuse(await deps.invitePerson(actorOf(response), idOf(request), to))
  const words = context.speech.texts.console.team
  const url = deps.baseUrl + link.path
  sendOnce(deps, response, context, {
    name: link.person.name,
    url,
    expiresAt: link.expiresAt,
    hint: words.linkIntro,
  })
}

/** Shows a link that nobody can read again. */
export function sendOnce(
  deps: Pick<ConsoleDeps, 'drawBarcode'>,
  response: Response,
  context: ConsoleContext,
  link: { name: string; url: string; expiresAt: number; hint: string },
): void {
  const { speech, merchant } = context
  const qr = deps.drawBarcode('qr', link.url, speech.texts.console.team.linkQr)
  const until = formatMoment(speech, link.expiresAt, merchant.timeZone)
  response.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' })
  sendPage(response, OneTimeLinkPage(context, { ...link, qr, until }), 201)
}

async function personOf(deps: TeamDeps, request: Request, response: Response) {
  const context = await consoleContext(deps, request, response)
  const person = await deps.team.get({ merchantId: context.merchant.merchantId, id: idOf(request) })
  if (!person) throw notFound('person')
  return { context, person }
}

export function idOf(request: Request): string {
  const id = String(request.params.id)
  if (!isUuid(id)) throw notFound('page')
  return id
}

// Managers may change those below them; all others are the owners' to change.
const refused = () => roleRefused('owner')

function orRefuse<T extends { ok: true }>(result: T | { ok: false; reason: 'unknown' | 'role' }): T {
  if (result.ok) return result
  throw result.reason === 'role' ? refused() : notFound('person')
}
