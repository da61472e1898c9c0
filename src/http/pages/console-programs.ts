import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { notFound } from '../../app-error.ts'
import { placementKeyShape } from '../../domain/placement.ts'
import { ProgramsPage } from '../../pages/console/programs-page.ts'
import type { ProgramRow } from '../../ports/console-reads.ts'
import { type ConsoleDeps, consoleContext } from './console-context.ts'
import { sendPage } from './page-answer.ts'

const placement = z.string().regex(placementKeyShape).catch('counter')

/** Programs with their join QR: on the screen, and as a file. */
export function consolePrograms(deps: ConsoleDeps): Router {
  const router = Router()
  const joinUrl = (program: ProgramRow, place?: string) =>
    `${deps.baseUrl}/join/${program.slug}${place ? `?p=${place}` : ''}`
  router.get('/console/programs', async (request, response) => {
    const context = await consoleContext(deps, request, response)
    const programs = await deps.reads.programs(context.merchant.merchantId)
    const views = programs.map((program) => ({
      program,
      joinUrl: joinUrl(program),
      qr: deps.drawBarcode('qr', joinUrl(program), context.speech.texts.console.joinQr),
    }))
    sendPage(response, ProgramsPage(context, views))
  })
  // Where sheets were printed before they had a room of their own.
  router.get('/console/programs/:programId/print', async (request, response) => {
    const { program } = await programOf(deps, request, response)
    response.redirect(302, `/console/placements?program=${program.id}`)
  })
  router.get('/console/programs/:programId/qr.svg', async (request, response) => {
    const { program } = await programOf(deps, request, response)
    const svg = deps.drawBarcode('qr', joinUrl(program, placement.parse(request.query.p)), program.name)
    response.set({ 'Content-Type': 'image/svg+xml', 'Cache-Control': 'private, no-cache' })
    response.send(svg)
  })
  return router
}

async function programOf(deps: ConsoleDeps, request: Request, response: Response) {
  const context = await consoleContext(deps, request, response)
  const programs = await deps.reads.programs(context.merchant.merchantId)
  const program = programs.find((each) => each.id === request.params.programId)
  if (!program) throw notFound('program')
  return { context, program }
}
