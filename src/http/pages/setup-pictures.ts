import { type Request, type Response, Router } from 'express'
import { notFound } from '../../app-error.ts'
import type { PictureProblem } from '../../domain/picture-problem.ts'
import type { PictureKind } from '../../ports/merchants.ts'
import { consoleContext } from './console-context.ts'
import { doneAt } from './console-form.ts'
import { requireCsrf } from './console-session.ts'
import { formBody } from './form-body.ts'
import { pictureBody, pictureTooLarge, sentPicture } from './sent-picture.ts'
import type { SetupDeps } from './setup-deps.ts'

const kindOf = (text: unknown): PictureKind | null => (text === 'logo' || text === 'photo' ? text : null)

/** Logo and photograph, on the cards or off them. */
export function setupPictures(deps: SetupDeps): Router {
  const router = Router()
  router.post(
    '/console/setup/pictures/:kind',
    pictureBody,
    requireCsrf,
    async (request: Request, response: Response) => {
      const { merchant } = await consoleContext(deps, request, response)
      const kind = kindOf(request.params.kind)
      if (!kind) throw notFound('page')
      const picture = await sentPicture(request, 'picture', kind)
      if (!picture.ok) return refuse(request, response, picture.reason)
      await deps.pictures.put(merchant.merchantId, kind, picture.bytes)
      doneAt(response, '/console/setup/look', 'saved')
    },
  )
  router.use('/console/setup/pictures/:kind', pictureTooLarge(refuse))
  router.post('/console/setup/pictures/:kind/remove', formBody, requireCsrf, async (request, response) => {
    const context = await consoleContext(deps, request, response)
    const kind = kindOf(request.params.kind)
    if (kind) await deps.pictures.remove(context.merchant.merchantId, kind)
    doneAt(response, '/console/setup/look', 'removed')
  })
  return router
}

/** The page of the step says what to do about it, beside the picture's own form. */
async function refuse(request: Request, response: Response, reason: PictureProblem): Promise<void> {
  const kind = kindOf(request.params.kind) ?? 'logo'
  response.redirect(303, `/console/setup/look?${kind}=${reason}#picture-${kind}`)
}
