import { Router } from 'express'
import { z } from 'zod'
import { notFound } from '../../app-error.ts'
import { CardDetailPage, CardsPage } from '../../pages/console/cards-pages.ts'
import { CouponsPage, couponStates } from '../../pages/console/coupons-page.ts'
import { DeliveriesPage } from '../../pages/console/deliveries-page.ts'
import { MenuPage } from '../../pages/console/frame.ts'
import { OrderPage, OrdersPage } from '../../pages/console/orders-pages.ts'
import { OverviewPage } from '../../pages/console/overview-page.ts'
import { SignedOutPage } from '../../pages/console/signed-out-page.ts'
import { isUuid } from '../../secrets/random-id.ts'
import { type AccountDeps, consoleAccount } from './console-account.ts'
import { type AuditDeps, auditForms, consoleAudit } from './console-audit.ts'
import { type ConsoleDeps, consoleContext } from './console-context.ts'
import { consoleDevices, type DevicesDeps } from './console-devices.ts'
import { consoleProgramEdit } from './console-program-edit.ts'
import { consolePrograms } from './console-programs.ts'
import { placesByRole } from './console-role.ts'
import { sessionOf, withSession } from './console-session.ts'
import { consoleSignIn, type SignInDeps } from './console-sign-in.ts'
import { consoleTeam, type TeamDeps } from './console-team.ts'
import { contextFor, sendPage } from './page-answer.ts'
import type { ProgramFormDeps } from './program-form-deps.ts'

const listQuery = z.object({
  /** A cursor that is no longer understood opens the first page. */
  cursor: z.string().max(500).optional().catch(undefined),
  search: z.string().max(64).trim().optional().catch(undefined),
  state: z.enum(couponStates).optional().catch(undefined),
})

export type ConsoleRoomsDeps = ConsoleDeps & SignInDeps & AuditDeps & TeamDeps & DevicesDeps & AccountDeps & ProgramFormDeps

/** `/console`: what a merchant sees. Without a session every page of it explains how to get one. */
export function consoleRoutes(deps: ConsoleRoomsDeps): Router {
  const router = Router()
  router.use('/console', withSession({ ...deps, secure: deps.baseUrl.startsWith('https:') }))
  router.use(consoleSignIn(deps))
  router.use('/console', async (request, response, next) => {
    if (sessionOf(response)) return next()
    sendPage(response, SignedOutPage(contextFor(request, response, deps.assets), { spent: false }), 401)
  })
  router.use('/console', placesByRole, auditForms(deps))
  router.get('/console/menu', async (request, response) => {
    sendPage(response, MenuPage(await consoleContext(deps, request, response)))
  })
  router.get('/console', async (request, response) => {
    const context = await consoleContext(deps, request, response)
    const overview = await deps.reads.overview(context.merchant.merchantId, deps.now())
    sendPage(response, OverviewPage(context, overview))
  })
  addLists(router, deps)
  addDetails(router, deps)
  router.use(consoleProgramEdit(deps))
  router.use(consolePrograms(deps))
  router.use(consoleAudit(deps))
  router.use(consoleTeam(deps))
  router.use(consoleDevices(deps))
  router.use(consoleAccount(deps))
  return router
}

function addLists(router: Router, { reads, ...deps }: ConsoleDeps): void {
  router.get('/console/cards', async (request, response) => {
    const context = await consoleContext({ reads, ...deps }, request, response)
    const { cursor, search } = listQuery.parse(request.query)
    const page = await reads.cards(context.merchant.merchantId, { cursor, search: search || undefined })
    sendPage(response, CardsPage(context, { page, search: search ?? '', cursor }))
  })
  router.get('/console/orders', async (request, response) => {
    const context = await consoleContext({ reads, ...deps }, request, response)
    const { cursor } = listQuery.parse(request.query)
    sendPage(
      response,
      OrdersPage(context, { page: await reads.orders(context.merchant.merchantId, { cursor }), cursor }),
    )
  })
  router.get('/console/coupons', async (request, response) => {
    const context = await consoleContext({ reads, ...deps }, request, response)
    const { cursor, state } = listQuery.parse(request.query)
    const page = await reads.coupons(context.merchant.merchantId, { cursor, state })
    sendPage(response, CouponsPage(context, { page, state, cursor }))
  })
  router.get('/console/deliveries', async (request, response) => {
    const context = await consoleContext({ reads, ...deps }, request, response)
    const { cursor } = listQuery.parse(request.query)
    const page = await reads.troubledDeliveries(context.merchant.merchantId, { cursor })
    sendPage(response, DeliveriesPage(context, { page, cursor }))
  })
}

function addDetails(router: Router, deps: ConsoleDeps): void {
  router.get('/console/cards/:cardId', async (request, response) => {
    const context = await consoleContext(deps, request, response)
    const { merchantId } = context.merchant
    const { cardId } = request.params
    const card = isUuid(cardId) ? await deps.reads.card(merchantId, cardId) : null
    if (!card) throw notFound('card')
    const face = card.state === 'active' ? await deps.loadFace(merchantId, cardId) : null
    sendPage(response, CardDetailPage(context, card, face?.url ?? null))
  })
  router.get('/console/orders/:tillId/:externalId', async (request, response) => {
    const context = await consoleContext(deps, request, response)
    const { tillId, externalId } = request.params
    const order = isUuid(tillId)
      ? await deps.reads.order(context.merchant.merchantId, tillId, externalId)
      : null
    if (!order) throw notFound('order')
    sendPage(response, OrderPage(context, order))
  })
}
