import type { Request, Response, Router } from 'express'
import { z } from 'zod'
import type { Role } from '../../domain/role.ts'
import { refusalWords } from '../../messages/refusal-words.ts'
import type { FailedDeed } from '../../pages/console/deeds.ts'
import type { ConsoleContext } from '../../pages/console/frame.ts'
import { isUuid } from '../../secrets/random-id.ts'
import { type ConsoleDeps, consoleContext } from './console-context.ts'
import { doneAt, readForm } from './console-form.ts'
import { requireRole } from './console-role.ts'
import { requireCsrf, sessionOf } from './console-session.ts'
import { formBody } from './form-body.ts'

export type DeedRefusal = {
  ok: false
  reason: string
  /** The field that it is about; none: the whole form. */
  field?: string
  redeemedAt?: number | undefined
  endedAt?: number | undefined
  location?: string | undefined
  timeZone?: string | undefined
}
/** What came of a form: what to say, and where to if not on the page it stands on; or why it was not carried out. */
export type DeedOutcome = { ok: true; done: string; path?: string } | DeedRefusal

/** One form of a page: who may send it, what it may hold, what it does. */
export type DeedRoute<T> = {
  name: string
  role: Role
  schema: z.ZodType<T>
  carryOut(value: T, where: DeedPlace): Promise<DeedOutcome>
}
export type DeedPlace = {
  merchantId: string
  /** What the page is about. */
  id: string
  /** Who does it, as counters are told apart. */
  counter: string
}

/** A page about one thing, and how it is drawn again when a form of it was not carried out. */
export type DeedPage = {
  /** Without its id: `/console/cards`. */
  path: string
  show(request: Request, response: Response, id: string, failed: FailedDeed): Promise<void>
}

export const uuidField = z.string().refine(isUuid)
/** Names the intent of a form: one that is sent twice acts once. */
export const intentField = uuidField
export const reasonField = z.string().max(200)

/** Adds `POST <page>/:id/<name>`; answers 303 when it was carried out, and the page with the form as typed when not. */
export function addDeed<T>(
  router: Router,
  deps: Pick<ConsoleDeps, 'assets' | 'reads'>,
  page: DeedPage,
  { name, role, schema, carryOut }: DeedRoute<T>,
): void {
  router.post(
    `${page.path}/:id/${name}`,
    requireRole(role),
    formBody,
    requireCsrf,
    async (request, response) => {
      const context = await consoleContext(deps, request, response)
      const id = String(request.params.id)
      const read = readForm(schema, request, context.speech)
      const place = { merchantId: context.merchant.merchantId, id, counter: counterOf(response) }
      const outcome = read.ok && isUuid(id) ? await carryOut(read.value, place) : null
      if (outcome?.ok) return doneAt(response, outcome.path ?? `${page.path}/${id}`, outcome.done)
      const form = outcome ? withRefusal(context, request, outcome) : read.ok ? null : read.form
      response.status(outcome ? 409 : 422)
      await page.show(request, response, id, { name, form: form ?? { values: {}, errors: {} } })
    },
  )
}

/** One browser that is signed in, or one person, is one counter: it takes back what it did last. */
function counterOf(response: Response): string {
  const session = sessionOf(response)
  return `console:${session?.row.staffId ?? session?.row.id ?? ''}`
}

function withRefusal(context: ConsoleContext, request: Request, refusal: DeedRefusal) {
  const typed = Object.entries((request.body ?? {}) as Record<string, unknown>)
  const values = Object.fromEntries(
    typed.filter((entry): entry is [string, string] => entry[0] !== 'csrf' && typeof entry[1] === 'string'),
  )
  return { values, errors: { [refusal.field ?? '']: refusedInWords(context, refusal) } }
}

const couponReasons = new Set(['already-redeemed', 'expired', 'revoked', 'not-ready'])

/** Why not, in the reader's words. */
export function refusedInWords(context: ConsoleContext, refusal: DeedRefusal): string {
  const { refused, otherwise } = context.speech.texts.console.day
  if (couponReasons.has(refusal.reason))
    return refusalWords(context.speech, {
      ...refusal,
      timeZone: refusal.timeZone ?? context.merchant.timeZone,
    })
  return (Object.hasOwn(refused, refusal.reason) ? refused[refusal.reason] : undefined) ?? otherwise
}
