import express, { type Request, type RequestHandler } from 'express'
import { AppError } from '../../app-error.ts'
import type { TextType } from './endpoint.ts'

const maxDepth = 32

/**
 * Reads the body as JSON into `request.body`, or as `{type, text}` where that is taken; undefined when there is none. Bytes that are no UTF-8, a text that is no JSON, too deep or too long, and
 * other content types are refused, each with its own words.
 */
export function readJson(maxBytes: number, asText: readonly TextType[] = []): RequestHandler[] {
  return [
    express.raw({ type: () => true, limit: maxBytes }),
    (request, _response, next) => {
      request.body = parse(request, asText)
      next()
    },
  ]
}

function parse(request: Request, asText: readonly TextType[]): unknown {
  const bytes: unknown = request.body
  if (!Buffer.isBuffer(bytes) || bytes.length === 0) return undefined
  const type = asText.find((each) => request.is(each))
  if (type) return { type, text: decode(bytes) }
  checkType(request.get('content-type') ?? '')
  const text = decode(bytes)
  if (depth(text) > maxDepth) throw badJson('too-deep', `The JSON is nested deeper than ${maxDepth} levels.`)
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError)
      throw badJson('malformed-json', 'The body is not well-formed JSON.', error)
    throw error
  }
}

function checkType(contentType: string): void {
  const [type = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim())
  const charset = parameters
    .find((each) => each.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '')
  const isJson = type === 'application/json' || /^application\/[\w.-]+\+json$/.test(type)
  if (isJson && (charset === undefined || charset === 'utf-8' || charset === 'utf8')) return
  throw new AppError({
    code: 'unsupported-media-type',
    status: 415,
    userText: 'The body must be sent as application/json in UTF-8.',
    headers: { Accept: 'application/json' },
  })
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw badJson('not-utf-8', 'The body is not valid UTF-8.', error)
  }
}

/** Counted on the text, before anything is built from it. */
function depth(text: string): number {
  let [level, deepest, inString] = [0, 0, false]
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at)
    if (inString) {
      if (character === 0x5c) at += 1
      else if (character === 0x22) inString = false
    } else if (character === 0x22) inString = true
    else if (character === 0x7b || character === 0x5b) {
      level += 1
      if (level > deepest) deepest = level
    } else if (character === 0x7d || character === 0x5d) level -= 1
  }
  return deepest
}

const badJson = (code: string, userText: string, cause?: unknown) =>
  new AppError({ code, status: 400, userText, cause, fields: [{ field: 'body', message: userText }] })
