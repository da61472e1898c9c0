import { type Request, type RequestHandler, raw } from 'express'
import { AppError } from '../../app-error.ts'

export type SentFile = {
  /** As the sender calls it, cut to a length that can be kept. */
  name: string
  bytes: Buffer
}

/** Beside the file: the borders between parts, and a few short fields. */
const restBytes = 64 * 1024
const files = new WeakMap<Request, Map<string, SentFile>>()

/** The file that came in a field of a form read by {@link fileBody}; null where none was chosen. */
export const fileIn = (request: Request, field: string): SentFile | null =>
  files.get(request)?.get(field) ?? null

/**
 * Reads a form with files: its texts become the body, as of any form. One that is larger is refused with 413, for the
 * room's own error handler to say so where the form is.
 * @param mostBytes of all its files together
 */
export const fileBody = (mostBytes: number): RequestHandler[] => [
  raw({ type: 'multipart/form-data', limit: mostBytes + restBytes }),
  async (request, _response, next) => {
    const texts: Record<string, string> = {}
    const found = new Map<string, SentFile>()
    for (const [field, value] of await readParts(request))
      if (typeof value === 'string') texts[field] = value
      // An empty file is what a browser sends for none.
      else if (value.size > 0)
        found.set(field, { name: value.name.slice(0, 200), bytes: Buffer.from(await value.arrayBuffer()) })
    request.body = texts
    files.set(request, found)
    next()
  },
]

async function readParts(request: Request): Promise<FormData> {
  if (!Buffer.isBuffer(request.body)) throw notAForm()
  const headers = { 'content-type': request.get('content-type') ?? '' }
  try {
    return await new Response(new Uint8Array(request.body), { headers }).formData()
  } catch (cause) {
    // The platform's parser throws a TypeError at whatever is no multipart form.
    if (cause instanceof TypeError) throw notAForm(cause)
    throw cause
  }
}

const notAForm = (cause?: unknown) =>
  new AppError({ code: 'bad-form', status: 400, userText: 'This is not a form with a file.', cause })
