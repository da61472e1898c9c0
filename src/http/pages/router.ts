import { Router } from 'express'
import { demoSlug } from '../../app/demo-shop.ts'
import { notFound } from '../../app-error.ts'
import { HomePage } from '../../pages/home-page.ts'
import type { ReportError } from '../errors.ts'
import { sameSiteOnly } from '../same-site-only.ts'
import { securityHeaders } from '../security-headers.ts'
import { type ShopifyEntryDeps, shopifyEntry } from '../shopify-entry.ts'
import { type ShopifyPosDeps, shopifyPos } from '../shopify-pos.ts'
import { type SquareDeps, squareRoutes } from '../square-routes.ts'
import { type Assets, loadAssets } from './assets.ts'
import { cardInstall } from './card-install.ts'
import { cardRoutes } from './card-routes.ts'
import { type CardSettingsDeps, cardSettings } from './card-settings.ts'
import type { ClaimPagesDeps } from './claim-context.ts'
import { claimRoutes } from './claim-routes.ts'
import { type ClaimRoomDeps, consoleClaims } from './console-claims.ts'
import { poolForms } from './console-pool-forms.ts'
import { poolImport } from './console-pool-import.ts'
import { consolePools, type PoolRoomDeps } from './console-pools.ts'
import { namesWhoMay } from './console-role.ts'
import { type ConsoleRoomsDeps, consoleRoutes } from './console-routes.ts'
import { consoleSetup } from './console-setup.ts'
import { tillConnect } from './console-till-connect.ts'
import { tillForms } from './console-till-forms.ts'
import { consoleTills, type TillRoomDeps } from './console-tills.ts'
import { type JoinDeps, joinRoutes } from './join-routes.ts'
import type { KioskDeps } from './kiosk-answer.ts'
import { kioskRoutes } from './kiosk-routes.ts'
import { contextFor, sendPage } from './page-answer.ts'
import { pageErrors } from './page-errors.ts'
import { type PairDeps, pairRoutes } from './pair-routes.ts'
import { type ReceiptDeps, receiptRoutes } from './receipt-routes.ts'
import type { SetupDeps } from './setup-deps.ts'
import type { StaffDeps } from './staff-context.ts'
import { staffRoutes } from './staff-routes.ts'
import { type TillDeps, tillRoutes } from './till-routes.ts'
import type { WalletBadges } from './wallet-badges.ts'

type Own<T> = Omit<T, 'assets'>

export type PagesDeps = Own<JoinDeps> &
  Own<CardSettingsDeps> &
  Own<ClaimPagesDeps> &
  Omit<ConsoleRoomsDeps, 'assets' | 'waysIn'> &
  Pick<SetupDeps, 'pictures' | 'lookOf'> &
  Own<PairDeps> & {
    /** The demo till; null keeps `/till` unknown. */
    demo: Pick<TillDeps, 'shop' | 'till' | 'lookUpCode'> | null
    directory: TillDeps['directory']
    badges: WalletBadges
    /** Left out: nobody can connect Square here. */
    square?: Own<SquareDeps>
    /** The console's room for tills; left out where only the other pages are wanted. */
    tillRoom?: Own<TillRoomDeps>
    /** The console's room for code pools. */
    poolRoom?: Own<PoolRoomDeps>
    /** The console's room for one-time codes to be printed. */
    claimRoom?: Own<ClaimRoomDeps>
    /** Left out: no scanners work here. */
    staff?: Own<StaffDeps>
    /** Left out: no kiosks stand here. */
    kiosk?: Own<KioskDeps>
    /** Left out: no receipt leads here. */
    receipts?: ReceiptDeps
    /** The app inside Shopify's admin; null keeps `/shopify` unknown. */
    shopify: Omit<ShopifyEntryDeps, 'assets' | 'createSignInLink'> | null
    /** Left out: no POS asks here. */
    shopifyPos?: ShopifyPosDeps
    createSignInLink: ShopifyEntryDeps['createSignInLink']
    report: ReportError
  }

const places = [
  '/assets',
  '/badges',
  '/join',
  '/card',
  '/claim',
  '/till',
  '/console',
  '/shopify',
  '/square',
  '/pair',
  '/staff',
  '/counter',
  '/kiosk',
]

/** Everything that people look at: join pages, web cards, the demo till and the console. */
export function pagesRouter(deps: PagesDeps): Router {
  const assets: Assets = loadAssets(deps.badges)
  const all = { ...deps, assets }
  const router = Router()
  const headers = securityHeaders({ secure: deps.baseUrl.startsWith('https:') })
  // Asked from other origins, and no page.
  if (deps.shopifyPos) router.use(shopifyPos(deps.shopifyPos))
  router.use(places, headers, sameSiteOnly)
  router.use(assets.router)
  // Before the claims: the word that it begins with looks like a claim's code.
  if (deps.receipts) router.use(receiptRoutes(deps.receipts))
  router.use(joinRoutes(all))
  // Before the cards: its worker's address looks like a card's.
  router.use(cardInstall(all))
  router.use(cardRoutes(all))
  router.use(cardSettings(all))
  if (deps.kiosk) router.use(kioskRoutes({ ...all, ...deps.kiosk }))
  router.use(claimRoutes(all))
  if (deps.demo) router.use(tillRoutes({ ...all, ...deps.demo }))
  router.get('/', headers, (request, response) => {
    if (!deps.demo) response.redirect(302, '/console')
    else
      sendPage(
        response,
        HomePage(contextFor(request, response, assets), { joinPath: `/join/${demoSlug}?p=home` }),
      )
  })
  if (deps.shopify) router.use(shopifyEntry({ ...all, ...deps.shopify }))
  if (deps.square) router.use(squareRoutes({ ...all, ...deps.square }))
  if (deps.staff) router.use(staffRoutes({ ...all, ...deps.staff }))
  router.use(pairRoutes(all))
  const waysIn = { shopify: deps.shopify !== null, square: Boolean(deps.square?.squareSignIn) }
  router.use(consoleRoutes({ ...all, waysIn }))
  if (deps.tillRoom)
    for (const room of [tillConnect, consoleTills, tillForms, consoleSetup])
      router.use(room({ ...all, ...deps.tillRoom }))
  if (deps.claimRoom) router.use(consoleClaims({ ...all, ...deps.claimRoom }))
  if (deps.poolRoom)
    for (const room of [consolePools, poolForms, poolImport]) router.use(room({ ...all, ...deps.poolRoom }))
  router.use(places, (_request, _response, next) => next(notFound('page')))
  router.use(namesWhoMay(all))
  router.use(pageErrors(assets, deps.report))
  return router
}
