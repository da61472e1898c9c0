import type { ErrorRequestHandler } from 'express'
import type { Messages } from '../../messages/en.ts'
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
      next(thrown)
      return
    }
    const context = contextFor(request, response, assets)
    const { missing } = context.speech.texts
    response.set(error.headers)
    sendPage(
      response,
      MessagePage(context, { title: missing.title, message: wordsFor(context.speech.texts, error) }),
      error.status,
    )
  }
}

function wordsFor({ missing, claim }: Messages, error: { code: string; status: number }): string {
  if (error.code === 'foreign-form') return missing.refused
  if (error.code === 'unknown-card') return missing.card
  if (error.code === 'unknown-claim') return claim.unknownHint
  if (error.code === 'unknown-program') return missing.join
  if (error.status === 429) return missing.tooMany
  return error.status >= 500 ? missing.failed : missing.page
}
