import { json, type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { AddPasskey, BecomePerson, OfferPasskey } from '../../app/passkeys.ts'
import { AppError, notFound } from '../../app-error.ts'
import { AccountPage } from '../../pages/console/account-page.ts'
import { emptyForm, type FormState } from '../../pages/console/form.ts'
import type { Passkeys } from '../../ports/passkeys.ts'
import type { Sessions } from '../../ports/sessions.ts'
import type { Person, Team } from '../../ports/team.ts'
import { text } from '../api/fields.ts'
import { type ConsoleDeps, consoleContext } from './console-context.ts'
import { doneAt, readForm } from './console-form.ts'
import { requireCsrf, sessionOf, setSessionCookie } from './console-session.ts'
import { idOf } from './console-team.ts'
import { formBody } from './form-body.ts'
import { sendPage } from './page-answer.ts'

export type AccountDeps = ConsoleDeps & {
  team: Pick<Team, 'get'>
  passkeys: Pick<Passkeys, 'list' | 'remove'>
  sessions: Pick<Sessions, 'consolesOf' | 'end'>
  offerPasskey: OfferPasskey
  addPasskey: AddPasskey
  becomePerson: BecomePerson
}

const path = '/console/account'
const nameForm = z.object({ name: text(60) })
/** An answer of a browser; an attestation with a chain of certificates stays far below this. */
export const passkeyBody = json({ limit: '64kb' })
export const passkeyAnswer = z.record(z.string().max(100), z.unknown())
const newPasskey = z.object({ name: text(60), answer: passkeyAnswer })

/** `/console/account`: one's own passkeys, and the browsers one is signed in with. */
export function consoleAccount(deps: AccountDeps): Router {
  const router = Router()
  router.get(path, (request, response) => show(deps, request, response, emptyForm))
  router.post(`${path}/person`, formBody, requireCsrf, async (request, response) => {
    const { speech } = await consoleContext(deps, request, response)
    const read = readForm(nameForm, request, speech)
    if (!read.ok) return show(deps, request, response, read.form)
    const signedIn = await deps.becomePerson(rowOf(response), read.value.name)
    if (signedIn) setSessionCookie(response, deps.baseUrl.startsWith('https:'), signedIn)
    doneAt(response, path, 'saved')
  })
  router.post(`${path}/passkeys/options`, passkeyBody, requireCsrf, async (_request, response) => {
    response.json(await deps.offerPasskey(await personOf(deps, response)))
  })
  router.post(`${path}/passkeys`, passkeyBody, requireCsrf, async (request, response) => {
    const person = await personOf(deps, response)
    const read = newPasskey.safeParse(request.body)
    const added = read.success && (await deps.addPasskey(person, read.data))
    if (!added || added.ok === false)
      throw new AppError({ code: 'passkey-refused', status: 422, userText: 'The passkey was not accepted.' })
    response.status(201).json({ to: `${path}?done=added` })
  })
  router.post(`${path}/passkeys/:id/remove`, formBody, requireCsrf, async (request, response) => {
    const { merchantId, id } = await personOf(deps, response)
    await deps.passkeys.remove(merchantId, id, idOf(request))
    doneAt(response, path, 'removed')
  })
  addSessions(router, deps)
  return router
}

function addSessions(router: Router, deps: AccountDeps): void {
  /** Ends those of the reader's own browsers that `which` says; never the one they read with. */
  const end = async (response: Response, which: (id: string) => boolean) => {
    const { merchantId, staffId, role, id: current } = rowOf(response)
    const at = deps.now()
    for (const { id } of await deps.sessions.consolesOf(merchantId, { staffId, role }, at))
      if (id !== current && which(id)) await deps.sessions.end({ merchantId, id }, at)
    doneAt(response, path, 'removed')
  }
  router.post(`${path}/sessions/end-others`, formBody, requireCsrf, (_request, response) =>
    end(response, () => true),
  )
  router.post(`${path}/sessions/:id/end`, formBody, requireCsrf, (request, response) =>
    end(response, (id) => id === idOf(request)),
  )
}

async function show(deps: AccountDeps, request: Request, response: Response, form: FormState): Promise<void> {
  const context = await consoleContext(deps, request, response)
  const { merchantId, staffId, role, id: currentId } = rowOf(response)
  const person = staffId ? await deps.team.get({ merchantId, id: staffId }) : null
  const [passkeys, sessions] = await Promise.all([
    person ? deps.passkeys.list(merchantId, person.id) : [],
    deps.sessions.consolesOf(merchantId, { staffId, role }, deps.now()),
  ])
  const status = Object.keys(form.errors).length > 0 ? 422 : 200
  sendPage(response, AccountPage(context, { person, passkeys, sessions, currentId, form }), status)
}

function rowOf(response: Response) {
  const session = sessionOf(response)
  if (!session) throw notFound('merchant')
  return session.row
}

async function personOf({ team }: AccountDeps, response: Response): Promise<Person> {
  const { merchantId, staffId } = rowOf(response)
  const person = staffId ? await team.get({ merchantId, id: staffId }) : null
  if (!person) throw notFound('person')
  return person
}
