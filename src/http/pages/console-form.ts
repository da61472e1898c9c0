import type { Request, Response } from 'express'
import type { z } from 'zod'
import type { Speech } from '../../messages/messages.ts'
import type { FormState } from '../../pages/console/form.ts'

export type ReadForm<T> = { ok: true; value: T } | { ok: false; form: FormState }

/**
 * What was typed into a form, or the form as it was typed with what is wrong in the reader's words. A schema's own
 * message, where it has one, is the key of a text in `console.form.errors`.
 */
export function readForm<T>(schema: z.ZodType<T>, request: Request, speech: Speech): ReadForm<T> {
  const values = typedTexts(request.body)
  const read = schema.safeParse(values)
  if (read.success) return { ok: true, value: read.data }
  const errors: Record<string, string> = {}
  for (const issue of read.error.issues) {
    const name = String(issue.path[0] ?? '')
    errors[name] ??= issueWords(issue, speech, values[name])
  }
  return { ok: false, form: { values, errors } }
}

/** Fields left empty count as not there, so that optional ones need no special care. */
export function typedTexts(body: unknown): Record<string, string> {
  const values: Record<string, string> = {}
  if (typeof body !== 'object' || body === null) return values
  for (const [name, value] of Object.entries(body)) {
    if (name === 'csrf' || typeof value !== 'string') continue
    const text = value.trim()
    if (text !== '') values[name] = text
  }
  return values
}

/** What is wrong with a field, in the reader’s words. */
export function issueWords(issue: z.core.$ZodIssue, speech: Speech, typed: string | undefined): string {
  const { errors } = speech.texts.console.form
  const own = errors[issue.message as keyof typeof errors]
  if (typeof own === 'string') return own
  if (typed === undefined) return errors.missing
  if (issue.code === 'too_small') {
    const length = issue.origin === 'string' || issue.origin === 'array'
    return length ? errors.tooShort(Number(issue.minimum)) : errors.tooSmall(Number(issue.minimum))
  }
  if (issue.code === 'too_big') {
    const length = issue.origin === 'string' || issue.origin === 'array'
    return length ? errors.tooLong(Number(issue.maximum)) : errors.tooBig(Number(issue.maximum))
  }
  if (issue.code === 'invalid_type' && (issue.expected === 'number' || issue.expected === 'int'))
    return errors.notNumber
  return errors.invalid
}

/**
 * Sends the browser on after a form was carried out; the page there says what was done.
 * @param done key of a text in `console.done`
 */
export function doneAt(response: Response, path: string, done: string): void {
  response.redirect(303, `${path}${path.includes('?') ? '&' : '?'}done=${encodeURIComponent(done)}`)
}
