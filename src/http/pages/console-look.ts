import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { ChangeMerchant } from '../../app/change-merchant.ts'
import { notFound } from '../../app-error.ts'
import { shapeDrawings } from '../../art/stamp-outline.ts'
import { type Look, stampShapes } from '../../domain/card-face.ts'
import { contrast } from '../../domain/contrast.ts'
import type { PictureProblem } from '../../domain/picture-problem.ts'
import { pictureTexts } from '../../messages/pictures.ts'
import { emptyForm, type FormState } from '../../pages/console/form.ts'
import { LookSettingsPage, ratioText } from '../../pages/console/settings-look.ts'
import type { MerchantPictures } from '../../ports/merchants.ts'
import { colour } from '../api/fields.ts'
import { type ConsoleDeps, consoleContext } from './console-context.ts'
import { doneAt, readForm } from './console-form.ts'
import { requireRole } from './console-role.ts'
import { requireCsrf } from './console-session.ts'
import { formBody } from './form-body.ts'
import { sendLogo } from './logo.ts'
import { sendPage } from './page-answer.ts'
import { pictureBody, pictureTooLarge, sentPicture } from './sent-picture.ts'

export type LookDeps = ConsoleDeps & {
  changeMerchant: ChangeMerchant
  pictures: MerchantPictures
  /** The saved look with its pictures; the one that Stampbridge gives where there is none. */
  lookOf(merchantId: string): Promise<Look>
}

const path = '/console/settings/look'
const lookForm = z.object({
  background: colour,
  foreground: colour,
  accent: colour,
  stamp: z.enum(stampShapes),
})

/** Colours and logo. Saving them draws all cards anew, and their wallets are told. */
export function consoleLook(deps: LookDeps): Router {
  const router = Router()
  const owner = requireRole('owner')
  router.get(path, (request, response) => show(deps, request, response, {}))
  router.post(path, formBody, requireCsrf, owner, async (request, response) => {
    const { merchant, speech } = await consoleContext(deps, request, response)
    const read = readForm(lookForm, request, speech)
    if (!read.ok) return show(deps, request, response, { form: read.form })
    const ratio = contrast(read.value.background, read.value.foreground)
    if (ratio < 4.5) {
      const foreground = speech.texts.console.settings.contrastFaint(ratioText(speech, ratio))
      return show(deps, request, response, { form: { values: read.value, errors: { foreground } } })
    }
    const changed = await deps.changeMerchant(merchant.merchantId, { look: read.value })
    if (!changed.ok) {
      if (changed.reason !== 'bad-design') throw notFound('merchant')
      const errors = { background: speech.texts.console.editor.errors.design }
      return show(deps, request, response, { form: { values: read.value, errors } })
    }
    doneAt(response, path, 'saved')
  })
  router.get('/console/settings/logo', async (request, response) => {
    const { merchant } = await consoleContext(deps, request, response)
    sendLogo(response, (await deps.lookOf(merchant.merchantId)).logo)
  })
  router.post(
    '/console/settings/logo',
    pictureBody,
    requireCsrf,
    owner,
    (request: Request, response: Response) => putLogo(deps, request, response),
  )
  router.use(
    '/console/settings/logo',
    pictureTooLarge((request, response, reason) => refuseLogo(deps, request, response, reason)),
  )
  router.post('/console/settings/logo/remove', formBody, requireCsrf, owner, async (request, response) => {
    const { merchant } = await consoleContext(deps, request, response)
    await deps.pictures.remove(merchant.merchantId, 'logo')
    doneAt(response, path, 'removed')
  })
  return router
}

async function putLogo(deps: LookDeps, request: Request, response: Response): Promise<void> {
  const { merchant } = await consoleContext(deps, request, response)
  const picture = await sentPicture(request, 'file', 'logo')
  if (!picture.ok) return refuseLogo(deps, request, response, picture.reason)
  await deps.pictures.put(merchant.merchantId, 'logo', picture.bytes)
  doneAt(response, path, 'saved')
}

async function refuseLogo(deps: LookDeps, request: Request, response: Response, reason: PictureProblem) {
  const { speech } = await consoleContext(deps, request, response)
  const errors = { file: pictureTexts(speech).problems[reason] }
  await show(deps, request, response, { logoForm: { values: {}, errors } })
}

async function show(
  deps: LookDeps,
  request: Request,
  response: Response,
  { form = emptyForm, logoForm = emptyForm }: { form?: FormState; logoForm?: FormState },
): Promise<void> {
  const context = await consoleContext(deps, request, response)
  const look = await deps.lookOf(context.merchant.merchantId)
  const wrong = Object.keys({ ...form.errors, ...logoForm.errors }).length > 0
  const page = LookSettingsPage(context, {
    shapes: shapeDrawings,
    look,
    hasLogo: look.logo !== undefined,
    form,
    logoForm,
  })
  sendPage(response, page, wrong ? 422 : 200)
}
