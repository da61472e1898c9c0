import { once } from 'node:events'
import type { Server } from 'node:http'
import express from 'express'
import { packZip } from '../../../adapters/archive/pack.ts'
import { drawBarcode } from '../../../adapters/barcode/barcode.ts'
import { createPasskeyCheck } from '../../../adapters/webauthn/passkey-check.ts'
import { addApiKeyWith } from '../../../src/app/api-keys.ts'
import { putDetailsWith, readDetailsWith } from '../../../src/app/card-details.ts'
import { connectTillWith } from '../../../src/app/connect-till.ts'
import { createCardWith } from '../../../src/app/create-card.ts'
import { createMerchantWith } from '../../../src/app/create-merchant.ts'
import { createProgramWith } from '../../../src/app/create-program.ts'
import { type DemoShop, ensureDemoShop } from '../../../src/app/demo-shop.ts'
import { eraseCardWith } from '../../../src/app/erase-card.ts'
import { eraseMerchantWith } from '../../../src/app/erase-merchant.ts'
import { newAddressWith } from '../../../src/app/new-address.ts'
import { redeemClaimWith } from '../../../src/app/redeem-claim.ts'
import { selfRedeemWith } from '../../../src/app/self-redeem.ts'
import { createSignInLinkWith, signInWith, signOutWith, whoIsSignedInWith } from '../../../src/app/sign-in.ts'
import { writeExportWith } from '../../../src/app/write-export.ts'
import { placementCases } from '../../../src/compose/placement-cases.ts'
import { teamCases } from '../../../src/compose/team-cases.ts'
import { createCardFeed } from '../../../src/http/card-feed.ts'
import { type PagesDeps, pagesRouter } from '../../../src/http/pages/router.ts'
import { loadBadges } from '../../../src/http/pages/wallet-badges.ts'
import { createKeyring } from '../../../src/secrets/keyring.ts'
import { newId, newRedeemCode } from '../../../src/secrets/random-id.ts'
import { createApiKeys } from '../../../src/store/api-keys.ts'
import { createAuditLog } from '../../../src/store/audit.ts'
import { createCardDetails } from '../../../src/store/card-details.ts'
import { createCardRecords } from '../../../src/store/card-records.ts'
import { createCardsRead } from '../../../src/store/cards-read.ts'
import { createClaimsRead } from '../../../src/store/claims-read.ts'
import { createConsoleReads } from '../../../src/store/console-reads.ts'
import { createDirectory } from '../../../src/store/directory.ts'
import { createMerchantErasure } from '../../../src/store/erase-merchant.ts'
import { createExportRuns } from '../../../src/store/export-runs.ts'
import { createExports } from '../../../src/store/exports.ts'
import { createPassCards } from '../../../src/store/faces.ts'
import { createCardStore } from '../../../src/store/hot/card-store.ts'
import { createJoinOffers } from '../../../src/store/join-offers.ts'
import { createLiveCodes } from '../../../src/store/live-codes.ts'
import { createLocations } from '../../../src/store/locations.ts'
import { createLooks } from '../../../src/store/looks.ts'
import { createMerchants } from '../../../src/store/merchants.ts'
import { createNewCards } from '../../../src/store/new-cards.ts'
import { createMerchantPictures } from '../../../src/store/pictures.ts'
import { createPrograms } from '../../../src/store/programs.ts'
import { createScreens } from '../../../src/store/redeem-screens.ts'
import { createSessions } from '../../../src/store/sessions.ts'
import { createTills } from '../../../src/store/tills.ts'
import { openSetting, type Setting, type SettingName } from '../../support/settings.ts'
import { dayCases } from './day-cases.ts'
import { programCases } from './program-cases.ts'

export const now = Date.UTC(2026, 10, 22, 14, 2)

export type Pages = {
  url: string
  setting: Setting
  shop: DemoShop
  /** The demo shop is asked for again, as every start does. */
  ensureShop(): Promise<DemoShop>
  signInPath(merchantId?: string): Promise<string>
  /** A customer tells who they are. */
  putDetails(cardId: string, told: { name?: string; email?: string; phone?: string }): Promise<unknown>
  /** Errors that were ours. */
  reported: unknown[]
  close(): Promise<void>
}

/** The pages over a real database with the demo shop in it; wallets and the demo till's wire are stand-ins. */
export async function openPages(
  name: SettingName,
  overrides: Partial<PagesDeps> = {},
  demo: Omit<NonNullable<PagesDeps['demo']>, 'shop'> | null = null,
): Promise<Pages> {
  const setting = await openSetting(name)
  const { database } = setting
  const clock = () => now
  const keyring = createKeyring(['a secret key that only these tests use'])
  const merchants = createMerchants(database, Date.now)
  const programs = createPrograms(database)
  const tills = createTills(database)
  const cards = createCardsRead(database)
  const directory = createDirectory(database, clock)
  const createMerchant = createMerchantWith({ merchants, keyring, now: clock })
  const createProgram = createProgramWith({ programs, now: clock })
  const connectTill = connectTillWith({
    tills,
    merchants,
    keyring,
    now: clock,
    onTillConnected: async () => undefined,
  })
  const ensureShop = () =>
    ensureDemoShop({
      async findProgram(slug) {
        const found = await createDirectory(database, clock).find('slug', slug)
        return found && { merchantId: found.merchantId, programId: found.targetId }
      },
      async findOpenTill(merchantId) {
        return (await tills.list(merchantId, { after: null, limit: 10 }))[0] ?? null
      },
      createMerchant,
      createProgram,
      connectTill,
    })
  const shop = await ensureShop()
  const cardDeps = { store: createCardStore(database.pool, clock), clock, newId, newCode: newRedeemCode }
  const details = { details: createCardDetails(database), cards, merchants, keyring, now: clock }
  const sessions = { sessions: createSessions(database), now: clock }
  const records = createCardRecords(database)
  const reported: unknown[] = []
  const feed = createCardFeed({
    revisions: records.revisions,
    onError: (error) => reported.push(error),
    intervalMs: 20,
  })
  const app = express()
  let server: Server | undefined
  app.use(
    pagesRouter({
      ...dayCases(database, keyring, clock),
      baseUrl: 'https://cards.example',
      badges: loadBadges('/nowhere', () => undefined),
      now: clock,
      offers: createJoinOffers(database),
      records,
      reads: createConsoleReads(database),
      directory,
      loadFace: createPassCards(database.pool, keyring, 'https://cards.example').face,
      createCard: createCardWith({
        newCards: createNewCards(database),
        cards,
        programs,
        merchants,
        keyring,
        now: clock,
      }),
      feed,
      drawBarcode,
      buildPass: async (face) => [Buffer.from(`pass of ${face.serial}`)],
      googleSaveLink: async (face) => `https://pay.google.com/gp/v/save/${face.serial}`,
      selfRedeem: selfRedeemWith(cardDeps),
      putDetails: putDetailsWith(details),
      readDetails: readDetailsWith(details),
      newAddress: newAddressWith({ ...cardDeps, merchants, keyring }),
      eraseCard: eraseCardWith(cardDeps),
      claims: createClaimsRead(database.pool),
      redeemClaim: redeemClaimWith(cardDeps),
      screens: createScreens(database.pool),
      liveCodes: createLiveCodes(database.pool, keyring),
      shopify: null,
      createSignInLink: createSignInLinkWith(sessions),
      signIn: signInWith(sessions),
      signOut: signOutWith(sessions),
      whoIsSignedIn: whoIsSignedInWith(sessions),
      ...teamCases(
        database,
        sessions.sessions,
        clock,
        createPasskeyCheck({ name: 'Stampbridge', baseUrl: 'https://cards.example' }),
      ),
      ...placementCases(database),
      tills,
      locations: createLocations(database, clock),
      ...programCases(database, clock),
      merchants,
      exports: createExports(database.pool, keyring),
      exportRuns: createExportRuns(database),
      writeExport: writeExportWith({ exports: createExports(database.pool, keyring), pack: packZip }),
      eraseMerchant: eraseMerchantWith({ erasure: createMerchantErasure(database.pool), now: clock }),
      pictures: createMerchantPictures(database.pool, clock),
      lookOf: createLooks(database.pool),
      apiKeys: createApiKeys(database.pool),
      addApiKey: addApiKeyWith({ apiKeys: createApiKeys(database.pool), now: clock }),
      demo: demo && { shop, ...demo },
      audit: createAuditLog(database.pool),
      onAuditFailed: (error) => reported.push(error),
      onCountFailed: (error) => reported.push(error),
      report: (error) => reported.push(error),
      ...overrides,
    }),
  )
  server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    setting,
    shop,
    ensureShop,
    putDetails: (cardId, told) =>
      putDetailsWith(details)({ merchantId: shop.merchantId, cardId, details: told, consents: {} }),
    signInPath: (merchantId = shop.merchantId) => createSignInLinkWith(sessions)(merchantId),
    reported,
    async close() {
      feed.close()
      server?.closeAllConnections()
      server?.close()
      await setting.close()
    },
  }
}

/** A form as a browser posts it; redirects are looked at, not followed. */
export const post = (url: string, form: Record<string, string> = {}, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(form), headers, redirect: 'manual' })
