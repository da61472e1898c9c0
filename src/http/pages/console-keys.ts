import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { AddApiKey } from '../../app/api-keys.ts'
import { notFound } from '../../app-error.ts'
import { emptyForm, type FormState } from '../../pages/console/form.ts'
import { KeysPage, NewKeyPage } from '../../pages/console/settings-keys.ts'
import type { ApiKeys } from '../../ports/api-keys.ts'
import { text } from '../api/fields.ts'
import { type ConsoleDeps, consoleContext } from './console-context.ts'
import { doneAt, readForm } from './console-form.ts'
import { requireRole } from './console-role.ts'
import { requireCsrf } from './console-session.ts'
import { idOf } from './console-team.ts'
import { formBody } from './form-body.ts'
import { sendPage } from './page-answer.ts'

export type KeysDeps = ConsoleDeps & {
  apiKeys: Pick<ApiKeys, 'list' | 'revoke'>
  addApiKey: AddApiKey
}

const path = '/console/settings/keys'
const keyForm = z.object({ label: text(100) })

/** `/console/settings/keys`: keys of the REST API, told once and revoked one by one. */
export function consoleKeys(deps: KeysDeps): Router {
  const router = Router()
  const guards = [formBody, requireCsrf, requireRole('owner')]
  router.get(path, (request, response) => show(deps, request, response, {}))
  router.post(path, guards, async (request: Request, response: Response) => {
    const context = await consoleContext(deps, request, response)
    const read = readForm(keyForm, request, context.speech)
    if (!read.ok) return show(deps, request, response, { form: read.form })
    const added = await deps.addApiKey({ merchantId: context.merchant.merchantId, ...read.value })
    if (!added.ok)
      return show(deps, request, response, { problem: context.speech.texts.console.settings.keyTooMany })
    response.set('Cache-Control', 'no-store')
    sendPage(response, NewKeyPage(context, added), 201)
  })
  router.post(`${path}/:id/revoke`, guards, async (request: Request, response: Response) => {
    const { merchant, speech } = await consoleContext(deps, request, response)
    const outcome = await deps.apiKeys.revoke(merchant.merchantId, idOf(request), deps.now())
    if (outcome === 'unknown') throw notFound('key')
    if (outcome === 'last')
      return show(deps, request, response, { problem: speech.texts.console.settings.keyLast })
    doneAt(response, path, 'removed')
  })
  return router
}

async function show(
  deps: KeysDeps,
  request: Request,
  response: Response,
  { form = emptyForm, problem = null }: { form?: FormState; problem?: string | null },
): Promise<void> {
  const context = await consoleContext(deps, request, response)
  const keys = await deps.apiKeys.list(context.merchant.merchantId, { after: null, limit: 200 })
  const wrong = problem !== null || Object.keys(form.errors).length > 0
  sendPage(response, KeysPage(context, { keys, form, problem }), wrong ? 422 : 200)
}
