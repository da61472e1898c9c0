import { type ErrorRequestHandler, type Request, type Response, Router } from 'express'
import type { GivenCode, RefusedCode } from '../../app/import-codes.ts'
import { notFound } from '../../app-error.ts'
import { roomTexts } from '../../messages/rooms.ts'
import type { ConsoleContext } from '../../pages/console/frame.ts'
import {
  ImportFailed,
  ImportOutcome,
  ImportProgress,
  PoolImportPage,
  PoolImportRunPage,
} from '../../pages/console/pools-import-page.ts'
import { poolPath } from '../../pages/console/pools-view.ts'
import { isUuid, newId } from '../../secrets/random-id.ts'
import { codesOfLines, codesOfTable } from '../api/code-lists.ts'
import { type PoolRoomDeps, poolContext, poolOf, sendPool } from './console-pools.ts'
import { requireCsrf } from './console-session.ts'
import { fileBody, fileIn, type SentFile } from './file-body.ts'
import { sendPage } from './page-answer.ts'
import { openPageStream, type PageStream } from './page-stream.ts'

const shownRows = 100
/** More rows take seconds: how far they have come is told while it lasts. */
const shortImport = 5000
/** A file of a hundred thousand codes is about 2 MB. */
const mostBytes = 8 * 1024 * 1024

/** Importing codes, typed or as a file, and the report of what came of it. */
export function poolImport(deps: PoolRoomDeps): Router {
  const router = Router()
  router.post('/console/pools/:rewardId/import', ...fileBody(mostBytes), requireCsrf, (request, response) =>
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
  const file = fileIn(request, 'file')
  const typed = String(request.body?.codes ?? '')
  const again = (error: string) =>
    sendPool(deps, response, context, found, {
      forms: { import: { values: { codes: typed.slice(0, 10_000) }, errors: { codes: error } } },
    })
  if (!file && typed.trim() === '') return again(texts.nothing)
  const told = progressOf(context, response, { rewardId: found.reward.id, title: found.reward.title })
  try {
    const codes = givenCodes(typed, file)
    const imported = await deps.importCodes(merchantId, found.reward.id, codes, told.read)
    if (!imported.ok && imported.reason === 'too-many') return await again(texts.tooMany)
    if (!imported.ok) throw notFound('reward')
    const at = deps.now()
    const report = {
      ...{
        id: newId(at),
        rewardId: found.reward.id,
        fileName: file?.name ?? null,
        at,
        added: imported.added,
      },
      ...{ refusedCount: imported.refused.length, refused: writeRows(imported.refused) },
    }
    await deps.poolDesk.noteImport(merchantId, report)
    const stream = told.stream()
    if (!stream) return response.redirect(303, `${poolPath(found.reward.id)}/imports/${report.id}`)
    await stream.end(ImportOutcome(context, { report, rows: readRows(report.refused, shownRows) }))
  } catch (error) {
    // What was added is there, and the page may be half sent: it has to say so itself.
    if (told.begun()) await told.open().end(ImportFailed(context, found.reward.id, told.added()))
    throw error
  }
}

/** Opens the page for a long import with its first word of progress, and adds each further one. */
function progressOf(context: ConsoleContext, response: Response, pool: { rewardId: string; title: string }) {
  let stream: PageStream | null = null
  let added: number | null = null
  const open = (): PageStream => {
    stream ??= openPageStream(response, PoolImportRunPage(context, pool))
    return stream
  }
  return {
    open,
    stream: () => stream,
    /** Whether the list as a whole was taken, so that codes may have been added. */
    begun: () => added !== null,
    added: () => added ?? 0,
    read(read: number, of: number, addedSoFar: number) {
      added = addedSoFar
      if (of > shortImport) open().add(ImportProgress(context, read, of))
    },
  }
}

/** A file counts alone; what was typed beside it would have line numbers of its own. */
function givenCodes(typed: string, file: SentFile | null): Iterable<GivenCode> {
  if (!file) return codesOfLines(typed)
  const text = new TextDecoder().decode(file.bytes)
  return /[,;\t]/.test(text.slice(0, 10_000)) || /\.csv$/i.test(file.name)
    ? codesOfTable(text)
    : codesOfLines(text)
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
