import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { notFound } from '../../app-error.ts'
import { formatMoney } from '../../messages/formats.ts'
import type { ConsoleContext } from '../../pages/console/frame.ts'
import { stepPath } from '../../pages/console/setup-frame.ts'
import { LiveCard, SetupTestPage, type TestCard } from '../../pages/console/setup-test-page.ts'
import { renderFragment } from '../../pages/html.ts'
import { isUuid } from '../../secrets/random-id.ts'
import { consoleContext } from './console-context.ts'
import { requireCsrf } from './console-session.ts'
import { formBody } from './form-body.ts'
import { sendPage } from './page-answer.ts'
import { surroundings } from './program-form-deps.ts'
import { type SetupDeps, type Standing, saleFor, standingOf } from './setup-deps.ts'

const query = z.object({
  card: z.guid().optional().catch(undefined),
  sale: z
    .string()
    .regex(/^test-[0-9a-f-]{36}$/)
    .optional()
    .catch(undefined),
  seen: z
    .string()
    .regex(/^\d{1,9}-\d{1,9}$/)
    .optional()
    .catch(undefined),
})

/** The set-up's last step: a card, and a sale by the same way that every till's take. */
export function setupTest(deps: SetupDeps): Router {
  const router = Router()
  router.get('/console/setup/test', async (request, response) => {
    const { context, standing, card } = await openTest(deps, request, response)
    const { program, done } = standing
    const url = program && `${deps.baseUrl}/join/${program.slug}?p=setup`
    const newest = (await deps.reads.cards(context.merchant.merchantId, {})).rows[0]?.id ?? null
    const qr = url && deps.drawBarcode('qr', url, context.speech.texts.console.joinQr)
    const join = url && qr ? { url, qr, newest } : null
    const notSent = request.query.not === 'sent'
    sendPage(response, SetupTestPage(context, { done, join, card, notSent }))
  })
  router.get('/console/setup/test/live', async (request, response) => {
    const { context, card } = await openTest(deps, request, response)
    if (!card) throw notFound('card')
    response
      .set('Cache-Control', 'no-store')
      .type('html')
      .send(renderFragment(LiveCard(context, card)))
  })
  addDeeds(router, deps)
  return router
}

function addDeeds(router: Router, deps: SetupDeps): void {
  router.post('/console/setup/test/card', formBody, requireCsrf, async (request, response) => {
    const { context, standing } = await openTest(deps, request, response)
    const { merchantId } = context.merchant
    const programId = standing.program?.id ?? ''
    const made = isUuid(programId)
      ? await deps.createCard({ merchantId, programId, placement: 'setup' })
      : { ok: false as const }
    if (!made.ok) throw notFound('program')
    response.redirect(303, `${stepPath('test')}?card=${made.card.id}`)
  })
  router.post('/console/setup/test/till', formBody, requireCsrf, async (request, response) => {
    const { context, standing } = await openTest(deps, request, response)
    // Pressed twice, it makes one.
    if (!openTillOf(standing))
      await deps.connectTill(context.merchant.merchantId, {
        provider: 'open',
        name: context.speech.texts.console.setup.tillName,
      })
    const card = String(request.body.card ?? '')
    response.redirect(303, stepPath('test') + (isUuid(card) ? `?card=${card}` : ''))
  })
  router.post('/console/setup/test/sale', formBody, requireCsrf, async (request, response) => {
    const { context, standing } = await openTest(deps, request, response)
    const { merchantId } = context.merchant
    const cardId = String(request.body.card ?? '')
    const till = openTillOf(standing)
    const face = isUuid(cardId) ? await deps.loadFace(merchantId, cardId) : null
    if (!till || !face?.earn) throw notFound('card')
    const sale = saleFor(face.earn, (await surroundings(deps, merchantId)).currency)
    const sent = await deps.sendTestSale(
      { merchantId, id: till.id },
      { ...sale, card: face.serial, real: true },
    )
    response.redirect(
      303,
      `${stepPath('test')}?card=${cardId}&${sent.ok ? `sale=${sent.orderId}` : 'not=sent'}`,
    )
  })
}

const openTillOf = ({ tills }: Standing) => tills.find(({ provider }) => provider === 'open') ?? null

type Desk = { context: ConsoleContext; standing: Standing; card: TestCard | null }

async function openTest(deps: SetupDeps, request: Request, response: Response): Promise<Desk> {
  const context = await consoleContext(deps, request, response)
  const standing = await standingOf(deps, context.merchant.merchantId)
  const { card, sale, seen } = query.parse(request.query)
  return {
    context,
    standing,
    card: card ? await testCard(deps, context, standing, card, { sale, seen }) : null,
  }
}

async function testCard(
  deps: SetupDeps,
  context: ConsoleContext,
  standing: Standing,
  cardId: string,
  { sale: orderId, seen }: Pick<z.output<typeof query>, 'sale' | 'seen'>,
): Promise<TestCard | null> {
  const { merchantId } = context.merchant
  const face = await deps.loadFace(merchantId, cardId)
  if (!face?.earn) return null
  const till = openTillOf(standing)
  const order = till && orderId ? await deps.reads.order(merchantId, till.id, orderId) : null
  const { total, currency } = saleFor(face.earn, (await surroundings(deps, merchantId)).currency)
  return {
    cardId,
    face,
    qr: deps.drawBarcode('qr', face.url, context.speech.texts.console.webCard),
    tillId: till?.id ?? null,
    amount: formatMoney(context.speech, { amount: total, currency }),
    // While its judgement is under way, the order may be there without one.
    seen: seen ?? null,
    sale: orderId ? { orderId, order: order && order.outcome !== 'waiting' ? order : null } : null,
  }
}
