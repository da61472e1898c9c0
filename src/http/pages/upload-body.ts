import { type RequestHandler, raw } from 'express'
import { AppError } from '../../app-error.ts'

/** A file of a hundred thousand codes is about 2 MB. */
const limit = '8mb'
const takeBytes = raw({ type: 'multipart/form-data', limit })

const files = new WeakMap<object, { name: string; text: string }>()

/** The file of a form that {@link uploadBody} read; null where none was chosen. */
export const uploadedFile = (request: { body?: unknown }): { name: string; text: string } | null =>
  (typeof request.body === 'object' && request.body !== null && files.get(request.body)) || null

/** Reads a form with a file of text, 8 MB at most, so that the texts are in `request.body` as of any form. */
export const uploadBody: RequestHandler[] = [
  takeBytes,
  async (request, _response, next) => {
    const type = request.get('content-type') ?? ''
    if (!Buffer.isBuffer(request.body)) return next(notAForm())
    const bytes = new Uint8Array(request.body)
    const form = await new Response(bytes, { headers: { 'content-type': type } })
      .formData()
      .catch((error: unknown) => {
        // The platform's parser throws a TypeError at whatever is no multipart form.
        if (error instanceof TypeError) return null
        throw error
      })
    if (!form) return next(notAForm())
    const body: Record<string, string> = {}
    for (const [name, value] of form) {
      if (typeof value === 'string') body[name] = value
      else if (value.size > 0) files.set(body, { name: value.name.slice(0, 200), text: await value.text() })
    }
    request.body = body
    next()
  },
]

const notAForm = () =>
  new AppError({ code: 'bad-form', status: 400, userText: 'This is not a form with a file.' })
