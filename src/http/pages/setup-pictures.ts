import { type RequestHandler, Router, raw } from 'express'
import { preparePicture } from '../../art/prepare-picture.ts'
import type { PictureKind } from '../../ports/merchants.ts'
import { consoleContext } from './console-context.ts'
import { doneAt } from './console-form.ts'
import { requireCsrf } from './console-session.ts'
import { formBody } from './form-body.ts'
import type { SetupDeps } from './setup-deps.ts'

/** A phone's photograph fits. */
const multipart = raw({ type: 'multipart/form-data', limit: '6mb' })

/** The one file of a form, in place of the body; what is no form counts as one without a file. */
const readFile: RequestHandler = async (request, _response, next) => {
  const headers = { 'content-type': request.get('content-type') ?? '' }
  const form = Buffer.isBuffer(request.body)
    ? await new Response(new Uint8Array(request.body), { headers }).formData().catch(() => null)
    : null
  const file = form?.get('picture')
  const bytes = file instanceof File ? Buffer.from(await file.arrayBuffer()) : null
  request.body = { csrf: form?.get('csrf') ?? '', picture: bytes }
  next()
}

const kindOf = (text: unknown): PictureKind | null => (text === 'logo' || text === 'photo' ? text : null)

/** Logo and photograph, on the cards or off them. */
export function setupPictures(deps: SetupDeps): Router {
  const router = Router()
  router.post(
    '/console/setup/pictures/:kind',
    multipart,
    readFile,
    requireCsrf,
    async (request, response) => {
      const context = await consoleContext(deps, request, response)
      const kind = kindOf(request.params.kind)
      const picture = kind && request.body.picture ? await preparePicture(kind, request.body.picture) : null
      if (!kind || !picture) return response.redirect(303, '/console/setup/look?picture=bad')
      await deps.pictures.put(context.merchant.merchantId, kind, picture)
      doneAt(response, '/console/setup/look', 'saved')
    },
  )
  router.post('/console/setup/pictures/:kind/remove', formBody, requireCsrf, async (request, response) => {
    const context = await consoleContext(deps, request, response)
    const kind = kindOf(request.params.kind)
    if (kind) await deps.pictures.remove(context.merchant.merchantId, kind)
    doneAt(response, '/console/setup/look', 'removed')
  })
  return router
}
