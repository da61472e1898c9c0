import { type ErrorRequestHandler, type Request, type Response, Router } from 'express'
import type { GivenCode, RefusedCode } from '../../app/import-codes.ts'
import { notFound } from '../../app-error.ts'
import { roomTexts } from '../../messages/rooms.ts'
import { PoolImportPage } from '../../pages/console/pools-detail-page.ts'
import { poolPath } from '../../pages/console/pools-view.ts'
import { isUuid, newId } from '../../secrets/random-id.ts'
import { codesOfLines, codesOfTable } from '../api/code-lists.ts'
import { type PoolRoomDeps, poolContext, poolOf, sendPool } from './console-pools.ts'
import { requireCsrf } from './console-session.ts'
import { sendPage } from './page-answer.ts'
import { uploadBody, uploadedFile } from './upload-body.ts'

const shownRows = 100

/** Importing codes, typed or as a file, and the report of what came of it. */
export function poolImport(deps: PoolRoomDeps): Router {
  const router = Router()
  router.post('/console/pools/:rewardId/import', ...uploadBody, requireCsrf, (request, response) =>
    takeCodes(deps, request, response),
  )
  router.use('/console/pools/:rewardId/import', tooBig(deps))
  router.get('/console/pools/:rewardId/imports/:importId.csv', async (request, response) => {
    const { report } = await reportOf(deps, request, response)
    response
      .attachment(`refused-${report.id.slice(-6)}.csv`)
      .type('text/csv')
      .send(`\uFEFF${report.refused}`)
  })
  router.get('/console/pools/:rewardId/imports/:importId', async (request, response) => {
    const { context, title, report } = await reportOf(deps, request, response)
    const rows = readRows(report.refused, shownRows)
    sendPage(response, PoolImportPage(context, { title, report, rows }))
  })
  return router
}

/** Said where the form is, for whoever chose the wrong file. */
const tooBig =
  (deps: PoolRoomDeps): ErrorRequestHandler =>
  async (error, request, response, next) => {
    if (error?.status !== 413) return next(error)
    const context = await poolContext(deps, request, response)
    const found = await poolOf(deps, context, request)
    const errors = { codes: roomTexts(context.speech).pools.tooBig }
    await sendPool(deps, response, context, found, { forms: { import: { values: {}, errors } } })
  }

async function takeCodes(deps: PoolRoomDeps, request: Request, response: Response): Promise<void> {
  const context = await poolContext(deps, request, response)
  const found = await poolOf(deps, context, request)
  const { merchantId } = context.merchant
  const texts = roomTexts(context.speech).pools
  const file = uploadedFile(request)
  const typed = String(request.body?.codes ?? '')
  const again = (error: string) =>
    sendPool(deps, response, context, found, {
      forms: { import: { values: { codes: typed.slice(0, 10_000) }, errors: { codes: error } } },
    })
  if (!file && typed.trim() === '') return again(texts.nothing)
  const imported = await deps.importCodes(merchantId, found.reward.id, givenCodes(typed, file))
  if (!imported.ok && imported.reason === 'too-many') return again(texts.tooMany)
  if (!imported.ok) throw notFound('reward')
  const at = deps.now()
  const report = {
    ...{ id: newId(at), rewardId: found.reward.id, fileName: file?.name ?? null, at, added: imported.added },
    ...{ refusedCount: imported.refused.length, refused: writeRows(imported.refused) },
  }
  await deps.poolDesk.noteImport(merchantId, report)
  response.redirect(303, `${poolPath(found.reward.id)}/imports/${report.id}`)
}

/** A file counts alone; what was typed beside it would have line numbers of its own. */
function givenCodes(typed: string, file: { name: string; text: string } | null): Iterable<GivenCode> {
  if (!file) return codesOfLines(typed)
  return /[,;\t]/.test(file.text.slice(0, 10_000)) || /\.csv$/i.test(file.name)
    ? codesOfTable(file.text)
    : codesOfLines(file.text)
}

async function reportOf(deps: PoolRoomDeps, request: Request, response: Response) {
  const context = await poolContext(deps, request, response)
  const { reward } = await poolOf(deps, context, request)
  const id = String(request.params.importId)
  const key = { merchantId: context.merchant.merchantId, id }
  const report = isUuid(id) ? await deps.poolDesk.import(key) : null
  if (report?.rewardId !== reward.id) throw notFound('import')
  return { context, title: reward.title, report }
}

const head = 'line,code,reason'

/** A table that spreadsheets open without taking a code for a formula. */
const writeRows = (refused: RefusedCode[]): string =>
  [head, ...refused.map(({ line, code, reason }) => `${line},${quoted(code)},${reason}`)].join('\r\n')

const quoted = (code: string): string => {
  const line = code.replace(/[\r\n]+/g, ' ')
  return `"${(/^[=+\-@\t]/.test(line) ? `'${line}` : line).replaceAll('"', '""')}"`
}

const readRows = (table: string, most: number) =>
  table
    .split('\r\n', most + 1)
    .slice(1)
    .flatMap((row) => {
      const [, line = '', code = '', reason = ''] = /^(\d+),"(.*)",([a-z-]+)$/.exec(row) ?? []
      return line === '' ? [] : [{ line, code: code.replaceAll('""', '"').replace(/^'/, ''), reason }]
    })
