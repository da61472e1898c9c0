import { type Request, type RequestHandler, raw } from 'express'
import { AppError } from '../../app-error.ts'

const mostBytes = 1024 * 1024
/** Beside the file: the borders between parts, and a few short fields. */
const rest = 16 * 1024

const files = new WeakMap<Request, Map<string, Buffer>>()

/** The file that came in a field of the form; null when none was chosen, or it is larger than 1 MB. */
export function pictureIn(request: Request, name: string): Buffer | null {
  const file = files.get(request)?.get(name)
  return file && file.length > 0 && file.length <= mostBytes ? file : null
}

/** Reads a form with a picture of up to 1 MB: its texts become the body. A larger one is left out, so that the form can say so. */
export const pictureBody: RequestHandler[] = [
  raw({ type: 'multipart/form-data', limit: 8 * mostBytes + rest }),
  async (request, _response, next) => {
    const texts: Record<string, string> = {}
    const found = new Map<string, Buffer>()
    for (const [name, value] of await readParts(request))
      if (typeof value === 'string') texts[name] = value
      else found.set(name, Buffer.from(await value.arrayBuffer()))
    request.body = texts
    files.set(request, found)
    next()
  },
]

async function readParts(request: Request): Promise<FormData> {
  const headers = { 'content-type': request.get('content-type') ?? '' }
  try {
    return await new Response(new Uint8Array(request.body as Buffer), { headers }).formData()
  } catch (cause) {
    throw new AppError({ code: 'bad-form', status: 400, userText: 'This form could not be read.', cause })
  }
}
