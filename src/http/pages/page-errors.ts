import type { ErrorRequestHandler } from 'express'
import type { Messages } from '../../messages/en.ts'
import { formatList } from '../../messages/formats.ts'
import type { Speech } from '../../messages/messages.ts'
import { MessagePage } from '../../pages/message-page.ts'
import { asAppError, type ReportError } from '../errors.ts'
import type { Assets } from './assets.ts'
import { contextFor, sendPage } from './page-answer.ts'

/** Errors of pages, said to people. Mount last in the pages' router. */
export function pageErrors(assets: Assets, report: ReportError): ErrorRequestHandler {
  return (thrown, request, response, next) => {
    const error = asAppError(thrown)
    const path = typeof request.route?.path === 'string' ? request.route.path : '(no route)'
    if (error.status >= 500) report(error, { method: request.method, path })
    if (response.headersSent) {
      // Half a page is cut off; a whole one has said it itself, and its connection serves on.
      if (!response.writableEnded) next(thrown)
      return
    }
    const context = contextFor(request, response, assets)
    const { texts } = context.speech
    const message = {
      ...{ title: titleFor(texts, error), message: wordsFor(context.speech, error) },
      home: wayOn(texts, error, request.path),
    }
    response.set(error.headers)
    sendPage(response, MessagePage(context, message), error.status)
  }
}

/** Whoever is told whom to ask is signed in, and may go on with what is theirs; a mistyped code may be typed again. */
function wayOn({ console, claim }: Messages, { code }: Told, path: string) {
  if (code === 'role') return { href: '/console', label: console.nav.overview }
  if (code === 'unknown-claim' && !path.startsWith('/claim/here/'))
    return { href: '/claim', label: claim.tryAgain }
  return undefined
}

/** Statuses of what is not well formed. */
const unread = new Set([400, 415])

type Told = { code: string; status: number; details: Record<string, unknown> }

function titleFor({ missing }: Messages, { code, status }: Told): string {
  if (code === 'foreign-form') return missing.refusedTitle
  if (code === 'role') return missing.roleTitle
  if (status === 429) return missing.tooManyTitle
  if (status === 413) return missing.tooLargeTitle
  if (unread.has(status)) return missing.unreadTitle
  return status >= 500 ? missing.failedTitle : missing.title
}

/** A few of those who may, by name; without any, by what they are. */
function roleWords(speech: Speech, { needed, people }: Told['details']): string {
  const { missing } = speech.texts
  const names = Array.isArray(people) ? people : []
  const ask = names.length > 0 ? missing.roleAsk[String(needed)]?.(formatList(speech, names)) : undefined
  return ask ?? missing.role[String(needed)] ?? missing.page
}

function wordsFor(speech: Speech, error: Told): string {
  const { missing, claim } = speech.texts
  if (error.code === 'foreign-form') return missing.refused
  if (error.code === 'role') return roleWords(speech, error.details)
  if (error.code === 'unknown-card') return missing.card
  if (error.code === 'unknown-claim') return claim.unknownHint
  if (error.code === 'unknown-program') return missing.join
  if (error.status === 429) return missing.tooMany
  if (error.status === 413) return missing.tooLarge
  if (unread.has(error.status)) return missing.unread
  return error.status >= 500 ? missing.failed : missing.page
}
