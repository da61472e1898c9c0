import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { ConnectTill } from '../../app/connect-till.ts'
import type { DisconnectTill } from '../../app/disconnect-till.ts'
import type { ReadReceiptKey, RotateReceiptKey } from '../../app/receipt-link.ts'
import type { RotateWebhookSecret } from '../../app/rotate-webhook-secret.ts'
import type { SendTestSale } from '../../app/send-test-sale.ts'
import { notFound } from '../../app-error.ts'
import { tillHealth } from '../../domain/reconcile-plan.ts'
import { mayAs } from '../../domain/role.ts'
import { unenforced } from '../../domain/till-limits.ts'
import { roomTexts } from '../../messages/rooms.ts'
import { emptyForm } from '../../pages/console/form.ts'
import type { ConsoleContext } from '../../pages/console/frame.ts'
import { type TillDetail, TillDetailPage, type TillForms } from '../../pages/console/tills-detail-page.ts'
import { TillsPage } from '../../pages/console/tills-page.ts'
import type { TillView } from '../../pages/console/tills-view.ts'
import type { Locations } from '../../ports/locations.ts'
import type { Merchants } from '../../ports/merchants.ts'
import type { Reconciliations } from '../../ports/reconciliation.ts'
import type { Provider } from '../../ports/till.ts'
import type { TillDesk } from '../../ports/till-desk.ts'
import type { KnownTill, Tills } from '../../ports/tills.ts'
import { isUuid } from '../../secrets/random-id.ts'
import { showReceiptKey } from '../api/receipt-keys.ts'
import { type ConsoleDeps, consoleContext } from './console-context.ts'
import { sendPage } from './page-answer.ts'
import { tillCurrency } from './till-currency.ts'

export type TillRoomDeps = Pick<ConsoleDeps, 'assets' | 'reads' | 'baseUrl' | 'now'> & {
  tills: Pick<Tills, 'find' | 'list'>
  locations: Pick<Locations, 'list' | 'put'>
  merchants: Pick<Merchants, 'find'>
  searches: Pick<Reconciliations, 'states' | 'lookBack'>
  desk: TillDesk
  connectTill: ConnectTill
  disconnectTill: DisconnectTill
  rotateWebhookSecret: RotateWebhookSecret
  sendTestSale: SendTestSale
  readReceiptKey: ReadReceiptKey
  rotateReceiptKey: RotateReceiptKey
  missingScopes(provider: Provider, scopes: readonly string[]): string[]
  /** Null: no app of Shopify's is configured. */
  shopifyAppUrl: string | null
  squareWebhookUrl: string
  /** Null: Square's application is not configured. */
  squareSignIn: object | null
}

const mostTills = 100
const mostPlaces = 100
const mostDeliveries = 20
const detailQuery = z.object({
  test: z
    .string()
    .regex(/^test-[0-9a-f-]{36}$/)
    .optional()
    .catch(undefined),
  place: z.string().max(255).optional().catch(undefined),
})

/** `/console/tills`: every till and how it is; `/console/tills/{id}`: one of them. */
export function consoleTills(deps: TillRoomDeps): Router {
  const router = Router()
  // The room of its own that Square had; bookmarks and Square's way back lead on.
  router.get('/console/square', (_request, response) => response.redirect(303, '/console/tills'))
  router.get('/console/tills', async (request, response) => {
    const context = await tillContext(deps, request, response)
    const { merchantId } = context.merchant
    const tills = await deps.tills.list(merchantId, { after: null, limit: mostTills })
    const order = ({ state }: TillView) => (state === 'active' ? 0 : 1)
    const views = await viewsOf(deps, merchantId, tills)
    sendPage(
      response,
      TillsPage(
        context,
        views.sort((a, b) => order(a) - order(b)),
      ),
    )
  })
  router.get('/console/tills/:tillId', async (request, response) => {
    const context = await tillContext(deps, request, response)
    const till = await tillOf(deps, context, request)
    const { test, place } = detailQuery.parse(request.query)
    const forms = place === undefined ? {} : { place: { externalId: place, form: emptyForm } }
    await sendTill(deps, response, context, { till, forms, testOrderId: test })
  })
  return router
}

/** @throws AppError 404 when the merchant has no such till. */
export async function tillOf(
  { tills }: Pick<TillRoomDeps, 'tills'>,
  context: ConsoleContext,
  request: Request,
): Promise<KnownTill> {
  const tillId = String(request.params.tillId)
  const till = isUuid(tillId) ? await tills.find(context.merchant.merchantId, tillId) : null
  if (!till) throw notFound('till')
  return till
}

/** The console's context, with what was just done in the words of this room. */
export async function tillContext(
  deps: Pick<ConsoleDeps, 'assets' | 'reads'>,
  request: Request,
  response: Response,
): Promise<ConsoleContext> {
  const context = await consoleContext(deps, request, response)
  const { done } = roomTexts(context.speech).tills
  const key = String(request.query.done ?? '')
  return { ...context, done: Object.hasOwn(done, key) ? done[key] : context.done }
}

/** Answers with a till's page; with forms that have to be looked at again, as 422. */
export async function sendTill(
  deps: TillRoomDeps,
  response: Response,
  context: ConsoleContext,
  shown: { till: KnownTill; forms: TillForms; testOrderId?: string | undefined; status?: number },
): Promise<void> {
  const { till, forms, testOrderId, status = 200 } = shown
  const { merchantId } = context.merchant
  const [view] = await viewsOf(deps, merchantId, [till])
  if (!view) throw notFound('till')
  const programs = await deps.reads.programs(merchantId)
  const rewards = programs.flatMap(({ rules }) => rules.milestones.map(({ reward }) => reward))
  const detail: TillDetail = {
    till: view,
    webhookUrl: webhookUrlOf(deps, till),
    claimUrl: `${deps.baseUrl}/claim`,
    receipts: mayAs(context.role, 'owner') ? await receiptSetup(deps, till) : null,
    rewards: rewards.map((reward) => ({ title: reward.title, limits: unenforced(till.provider, reward) })),
    deliveries: await deps.desk.deliveries(till, mostDeliveries),
    test: testOrderId ? { order: await deps.reads.order(merchantId, till.id, testOrderId) } : null,
    currency: await tillCurrency(deps, till),
    squareSignIn: deps.squareSignIn !== null,
    forms,
  }
  sendPage(response, TillDetailPage(context, detail), status)
}

async function receiptSetup({ readReceiptKey, baseUrl }: TillRoomDeps, till: KnownTill) {
  if (till.state !== 'active') return null
  const found = await readReceiptKey(till)
  return found.ok ? showReceiptKey(till.id, found, baseUrl) : null
}

export const webhookUrlOf = (
  { baseUrl, squareWebhookUrl }: Pick<TillRoomDeps, 'baseUrl' | 'squareWebhookUrl'>,
  till: { id: string; provider: Provider },
): string =>
  ({
    shopify: `${baseUrl}/webhooks/shopify`,
    square: squareWebhookUrl,
    open: `${baseUrl}/webhooks/till/${till.id}`,
  })[till.provider]

async function viewsOf(deps: TillRoomDeps, merchantId: string, tills: KnownTill[]): Promise<TillView[]> {
  const ids = tills.map(({ id }) => id)
  const standings = new Map((await deps.desk.standings(merchantId)).map((each) => [each.tillId, each]))
  const searches = new Map((await deps.searches.states(merchantId, ids)).map((each) => [each.tillId, each]))
  const views: TillView[] = []
  for (const till of tills) {
    const search = searches.get(till.id) ?? null
    views.push({
      ...till,
      standing: standings.get(till.id) ?? null,
      health: tillHealth(till.state, search, deps.now()),
      search,
      missingScopes: deps.missingScopes(till.provider, till.token.scopes),
      locations: await deps.locations.list(merchantId, till.id, { after: null, limit: mostPlaces }),
    })
  }
  return views
}
