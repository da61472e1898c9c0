import type { ErrorRequestHandler, Request, Response } from 'express'
import { type PreparedPicture, preparePicture } from '../../art/prepare-picture.ts'
import type { PictureProblem } from '../../domain/picture-problem.ts'
import type { PictureKind } from '../../ports/merchants.ts'
import { fileBody, fileIn } from './file-body.ts'

/** Reads a form with one picture: a phone's photograph in full size fits. */
export const pictureBody = fileBody(12 * 1024 * 1024)

/** The picture that came in a field of the form, as cards keep it. */
export async function sentPicture(
  request: Request,
  field: string,
  kind: PictureKind,
): Promise<PreparedPicture> {
  const file = fileIn(request, field)
  return file ? preparePicture(kind, file.bytes) : { ok: false, reason: 'none' }
}

/** Answers a form that is larger than {@link pictureBody} takes, where the form is. */
export const pictureTooLarge =
  (
    answer: (request: Request, response: Response, reason: PictureProblem) => Promise<void>,
  ): ErrorRequestHandler =>
  async (error, request, response, next) => {
    if (error?.status !== 413) return next(error)
    await answer(request, response, 'too-large')
  }
