import { Router } from 'express'
import { z } from 'zod'
import { DeliveriesPage } from '../../pages/console/deliveries-page.ts'
import { MenuPage } from '../../pages/console/frame.ts'
import { type AccountDeps, consoleAccount } from './console-account.ts'
import { type AuditDeps, auditForms, consoleAudit } from './console-audit.ts'
import { type ConsoleCardsDeps, consoleCards } from './console-cards.ts'
import { type ConsoleDeps, consoleContext } from './console-context.ts'
import { type ConsoleCouponsDeps, consoleCoupons } from './console-coupons.ts'
import { consoleDevices, type DevicesDeps } from './console-devices.ts'
import { consoleExport, type ExportDeps } from './console-export.ts'
import { consoleKeys, type KeysDeps } from './console-keys.ts'
import { consoleLook, type LookDeps } from './console-look.ts'
import { type ConsoleOrdersDeps, consoleOrders } from './console-orders.ts'
import { type ConsoleOverviewDeps, consoleOverview } from './console-overview.ts'
import { consolePlacements, type PlacementDeps } from './console-placements.ts'
import { consolePlaces, type PlacesDeps } from './console-places.ts'
import { consolePrivacy, type PrivacyRoomDeps } from './console-privacy.ts'
import { consoleProgramEdit } from './console-program-edit.ts'
import { consolePrograms } from './console-programs.ts'
import { placesByRole } from './console-role.ts'
import { sessionOf, withSession } from './console-session.ts'
import { consoleSettings, type SettingsDeps } from './console-settings.ts'
import { consoleSignIn, type SignInDeps, sendSignedOut } from './console-sign-in.ts'
import { consoleTeam, type TeamDeps } from './console-team.ts'
import { sendPage } from './page-answer.ts'
import type { ProgramFormDeps } from './program-form-deps.ts'
import { setupFirst } from './setup-first.ts'

const listQuery = z.object({
  /** A cursor that is no longer understood opens the first page. */
  cursor: z.string().max(500).optional().catch(undefined),
})

export type ConsoleDayDeps = ConsoleDeps &
  ConsoleOverviewDeps &
  ConsoleCardsDeps &
  ConsoleOrdersDeps &
  ConsoleCouponsDeps
export type ConsoleRoomsDeps = PlacementDeps &
  ConsoleDayDeps &
  SignInDeps &
  AuditDeps &
  PrivacyRoomDeps &
  TeamDeps &
  DevicesDeps &
  AccountDeps &
  ExportDeps &
  SettingsDeps &
  LookDeps &
  PlacesDeps &
  KeysDeps &
  ProgramFormDeps

/** `/console`: what a merchant sees. Without a session every page of it explains how to get one. */
export function consoleRoutes(deps: ConsoleRoomsDeps): Router {
  const router = Router()
  router.use('/console', withSession({ ...deps, secure: deps.baseUrl.startsWith('https:') }))
  router.use(consoleSignIn(deps))
  router.use('/console', async (request, response, next) => {
    if (sessionOf(response)) return next()
    sendSignedOut(deps, request, response)
  })
  router.use('/console', placesByRole, auditForms(deps))
  router.get('/console', setupFirst(deps))
  router.get('/console/menu', async (request, response) => {
    sendPage(response, MenuPage(await consoleContext(deps, request, response)))
  })
  router.use(consoleOverview(deps))
  router.use(consoleCards(deps))
  router.use(consoleOrders(deps))
  router.use(consoleCoupons(deps))
  addDeliveries(router, deps)
  router.use(consoleProgramEdit(deps))
  router.use(consolePlacements(deps))
  router.use(consolePrograms(deps))
  router.use(consoleAudit(deps))
  router.use(consolePrivacy(deps))
  router.use(consoleTeam(deps))
  router.use(consoleDevices(deps))
  router.use(consoleAccount(deps))
  router.use(consoleExport(deps))
  router.use(consoleSettings(deps))
  router.use(consoleLook(deps))
  router.use(consolePlaces(deps))
  router.use(consoleKeys(deps))
  return router
}

function addDeliveries(router: Router, deps: ConsoleDeps): void {
  router.get('/console/deliveries', async (request, response) => {
    const context = await consoleContext(deps, request, response)
    const { cursor } = listQuery.parse(request.query)
    const page = await deps.reads.troubledDeliveries(context.merchant.merchantId, { cursor })
    sendPage(response, DeliveriesPage(context, { page, cursor }))
  })
}
