import { previewPass } from '../../adapters/apple-wallet/preview-pass.ts'
import { packZip } from '../../adapters/archive/pack.ts'
import { previewObject } from '../../adapters/google-wallet/preview-object.ts'
import { createPasskeyCheck } from '../../adapters/webauthn/passkey-check.ts'
import { addStampsWith } from '../app/add-stamps.ts'
import { addApiKeyWith } from '../app/api-keys.ts'
import { cardTokensWith } from '../app/card-tokens.ts'
import { changeMerchantWith } from '../app/change-merchant.ts'
import { checkDesignWith } from '../app/check-design.ts'
import { connectTillWith } from '../app/connect-till.ts'
import { createCardWith } from '../app/create-card.ts'
import { createMerchantWith } from '../app/create-merchant.ts'
import { createProgramWith } from '../app/create-program.ts'
import { revokeCouponWith } from '../app/end-coupon.ts'
import { eraseCardWith } from '../app/erase-card.ts'
import { importCodesWith } from '../app/import-codes.ts'
import { linkCustomerWith } from '../app/link-customer.ts'
import { previewCardWith } from '../app/preview-card.ts'
import { readCardTraceWith } from '../app/read-card-trace.ts'
import { replayProgramWith } from '../app/replay-program.ts'
import {
  createSignInLinkWith,
  openConsoleWith,
  signInWith,
  signOutWith,
  whoIsSignedInWith,
} from '../app/sign-in.ts'
import { unlinkCustomerWith } from '../app/unlink-customer.ts'
import { updateProgramWith } from '../app/update-program.ts'
import { writeExportWith } from '../app/write-export.ts'
import { checkRules } from '../http/api/program-rules.ts'
import { pushJobs } from '../ports/queue.ts'
import { createAlerts } from '../store/alerts.ts'
import { createApiKeys } from '../store/api-keys.ts'
import { createAuditLog } from '../store/audit.ts'
import { createCardLinks } from '../store/card-links.ts'
import { createCardTraces } from '../store/card-traces.ts'
import { createCardsRead } from '../store/cards-read.ts'
import { createClaimsRead } from '../store/claims-read.ts'
import { createCodePools } from '../store/code-pools.ts'
import { createCodeWatch } from '../store/code-watch.ts'
import { createFiguresBook } from '../store/console-figures.ts'
import { createCouponsRead } from '../store/coupons-read.ts'
import { createDeliveriesRead } from '../store/deliveries-read.ts'
import { createDirectory } from '../store/directory.ts'
import { createExportRuns } from '../store/export-runs.ts'
import { createExports } from '../store/exports.ts'
import { defaultLook } from '../store/faces.ts'
import { createIdempotency } from '../store/idempotency.ts'
import { createLiveCodes } from '../store/live-codes.ts'
import { createLocations } from '../store/locations.ts'
import { createLooks } from '../store/looks.ts'
import { createMerchants } from '../store/merchants.ts'
import { createNewCards } from '../store/new-cards.ts'
import { createOrdersRead } from '../store/orders-read.ts'
import { createPastOrders } from '../store/past-orders.ts'
import { createMerchantPictures } from '../store/pictures.ts'
import { createPrivacyRequests } from '../store/privacy-requests.ts'
import { createPrograms } from '../store/programs.ts'
import { createReconciliations } from '../store/reconciliations.ts'
import { createScansRead } from '../store/scans-read.ts'
import { createSessions } from '../store/sessions.ts'
import { createTills } from '../store/tills.ts'
import { cardUseCases } from './card-use-cases.ts'
import type { Core } from './core.ts'
import { couponUseCases } from './coupon-use-cases.ts'
import { placementCases } from './placement-cases.ts'
import { assemblePurchaseCases } from './purchase-cases.ts'
import { receiptCases } from './receipt-cases.ts'
import { teamCases } from './team-cases.ts'
import { assembleTillCases } from './till-cases.ts'

export type UseCases = ReturnType<typeof assembleUseCases>

/** Every use case that a person or a program can ask for, on the store's repositories. */
export function assembleUseCases(core: Core) {
  const { platform, codes, cardDeps, hint } = core
  const { database: db, keyring, clock: now } = platform
  const merchants = createMerchants(db, now)
  const programs = createPrograms(db)
  const checkDesign = checkDesignWith({ merchants, judge: core.wallets.judgeDesign, defaultLook })
  const tills = createTills(db)
  const locations = createLocations(db)
  const cards = createCardsRead(db)
  const apiKeys = createApiKeys(db.pool)
  const pools = createCodePools(db)
  const purchases = assemblePurchaseCases(cardDeps, () => {
    for (const job of pushJobs) hint(job)
    hint('place-code')
  })
  const sessions = { sessions: createSessions(db), now }
  const directory = createDirectory(db, now)
  const createMerchant = createMerchantWith({ merchants, keyring, now })
  const connectTill = connectTillWith({
    tills,
    merchants,
    keyring,
    now,
    async onTillConnected(merchantId, id) {
      await codes.coverTill({ merchantId, id })
      hint('place-code')
    },
  })
  return {
    directory,
    idempotency: createIdempotency(db, keyring),
    audit: createAuditLog(db.pool),
    merchants,
    programs,
    tills,
    cards,
    pools,
    claims: createClaimsRead(db.pool),
    coupons: createCouponsRead(db),
    alerts: createAlerts(db, now),
    figures: createFiguresBook(db.pool, now),
    codeWatch: createCodeWatch(db.pool, now),
    orders: createOrdersRead(db),
    scans: createScansRead(db.pool),
    locations,
    readCardTrace: readCardTraceWith({ cards, cardTraces: createCardTraces(db.pool), locations }),
    deliveries: createDeliveriesRead(db),
    searches: createReconciliations(db.pool, now),
    privacyRequests: createPrivacyRequests(db.pool),
    apiKeys,
    addApiKey: addApiKeyWith({ apiKeys, now }),
    createMerchant,
    changeMerchant: changeMerchantWith({ merchants, programs, checkDesign }),
    createProgram: createProgramWith({ programs, now, checkDesign }),
    updateProgram: updateProgramWith({ programs, now, checkDesign }, checkRules),
    pictures: createMerchantPictures(db.pool, now),
    previewCard: previewCardWith({
      merchants,
      lookOf: createLooks(db.pool),
      previews: { apple: previewPass, google: previewObject },
    }),
    certificates: core.wallets.certificates,
    replayProgram: replayProgramWith({ programs, pastOrders: createPastOrders(db.pool), now }, checkRules),
    connectTill,
    ...assembleTillCases({ core, tills, locations, directory, connectTill, createMerchant }),
    createCard: createCardWith({ newCards: createNewCards(db), cards, programs, merchants, keyring, now }),
    liveCodes: createLiveCodes(db.pool, keyring),
    cardTokens: cardTokensWith({ merchants, keyring }),
    linkCustomer: linkCustomerWith({
      cards,
      tills,
      links: createCardLinks(db),
      takeUpOrders: purchases.takeUpOrders,
      now,
    }),
    unlinkCustomer: unlinkCustomerWith({ links: createCardLinks(db) }),
    ...purchases,
    ...receiptCases({ database: db, keyring, merchants, tills, store: cardDeps.store, now }),
    importCodes: importCodesWith({ pools, now, onCodesAdded: async () => hint('settle-coupons') }),
    addStamps: hinted(core, addStampsWith(cardDeps)),
    revokeCoupon: hinted(core, revokeCouponWith(cardDeps)),
    eraseCard: hinted(core, eraseCardWith(cardDeps)),
    ...cardUseCases({
      database: db,
      keyring,
      merchants,
      cards,
      cardDeps,
      hinted: (useCase) => hinted(core, useCase),
    }),
    ...couponUseCases({ pool: db.pool, pools, cardDeps, hinted: (useCase) => hinted(core, useCase) }),
    exports: createExports(db.pool, keyring),
    exportRuns: createExportRuns(db),
    writeExport: writeExportWith({ exports: createExports(db.pool, keyring), pack: packZip }),
    ...teamCases(
      db,
      sessions.sessions,
      now,
      createPasskeyCheck({ name: 'Stampbridge', baseUrl: platform.config.http.baseUrl }),
    ),
    ...placementCases(db),
    createSignInLink: createSignInLinkWith(sessions),
    signIn: signInWith(sessions),
    signOut: signOutWith(sessions),
    openConsole: openConsoleWith(sessions),
    whoIsSignedIn: whoIsSignedInWith(sessions),
  }
}

/** A card that changed has passes to push and perhaps codes to make or take away. */
function hinted<Input, Result>(
  { hint }: Core,
  useCase: (input: Input) => Promise<Result>,
): (input: Input) => Promise<Result> {
  return async (input) => {
    const result = await useCase(input)
    for (const job of pushJobs) hint(job)
    hint('place-code')
    return result
  }
}
