import { join } from 'node:path'
import type { Express } from 'express'
import { drawBarcode, drawQrPicture } from '../../adapters/barcode/barcode.ts'
import { createCallbackCheck } from '../../adapters/google-wallet/callback-check.ts'
import { createHeroImages } from '../../adapters/google-wallet/hero-images.ts'
import { createRootKeys, googleKeysUrl } from '../../adapters/google-wallet/signing-keys.ts'
import { apiRouter } from '../http/api/router.ts'
import { createApp } from '../http/app.ts'
import { appleWebService } from '../http/apple-web-service.ts'
import { createCardFeed } from '../http/card-feed.ts'
import type { ReportError } from '../http/errors.ts'
import { googleCallback } from '../http/google-callback.ts'
import { healthRouter } from '../http/health.ts'
import { pagesRouter } from '../http/pages/router.ts'
import { loadBadges } from '../http/pages/wallet-badges.ts'
import { walletImages } from '../http/wallet-images.ts'
import { webhooksRouter } from '../http/webhooks.ts'
import type { pushJobs } from '../ports/queue.ts'
import { sparingly } from '../sparing-log.ts'
import { createKeyCheck } from '../store/api-keys.ts'
import { createAppleDevices } from '../store/apple-devices.ts'
import { createCardRecords } from '../store/card-records.ts'
import { createConsoleReads } from '../store/console-reads.ts'
import { createDoor } from '../store/door.ts'
import { createDesigns } from '../store/faces.ts'
import { createGoogleRecords } from '../store/google-records.ts'
import { createJoinOffers } from '../store/join-offers.ts'
import { createPoolDesk } from '../store/pool-desk.ts'
import { observeBacklog } from './backlog-metrics.ts'
import { claimBatchCases } from './claim-batch-cases.ts'
import { type Core, owe } from './core.ts'
import type { Demo } from './demo.ts'
import { kioskCases } from './kiosk-cases.ts'
import { observeReconciliation } from './reconciliation.ts'
import { openShopifyEntry } from './shopify-entry.ts'
import { staffCases } from './staff-cases.ts'
import { assembleTillDesk } from './till-desk.ts'
import type { UseCases } from './use-cases.ts'

export type Web = {
  app: Express
  /** Ends live connections, so that the server can stop. */
  close(): void
}

/** Far above what a person or a nightly script needs, far below what would hurt the others. */
const apiRequestsPerMinute = 30_000

/** Everything that answers over HTTP. */
export function assembleWeb(core: Core, useCases: UseCases, demo: Demo | null): Web {
  const { platform, wallets, cards } = core
  const { log, database, queue, metrics, clock } = platform
  observeBacklog(platform)
  observeReconciliation(platform)
  const writeFailure = sparingly({
    tellMore: (kind, more) => log.error({ kind, more }, 'further requests failed'),
  })
  const report: ReportError = (error, where) =>
    writeFailure(`${where.method} ${where.path} ${error.code}`, () =>
      log.error({ err: error, ...where }, 'request failed'),
    )
  const records = createCardRecords(database)
  const shopify = openShopifyEntry(core)
  const feed = createCardFeed({
    revisions: records.revisions,
    signals: wallets.signals,
    onError: (error) => log.warn({ err: error }, 'live cards could not be read'),
  })
  const app = createApp(
    {
      webhooks: webhooks(core),
      googleCallback: googleNews(core),
      health: healthRouter({ database, queue, metrics }),
      api: api(core, useCases, report),
      appleWebService: appleWebService({
        cards,
        registrations: createAppleDevices({ pool: database.pool, clock }),
        buildPass: wallets.passes.build,
        passTypeId: wallets.signer().passTypeId,
        log,
        onRegistered: ({ merchantId, cardId }) => owePush(core, 'push-pass', merchantId, cardId),
      }),
      walletImages: walletImages({ imageFor: createHeroImages({ designOf: createDesigns(database.pool) }) }),
      pages: pagesRouter({
        ...pageDeps(core, useCases, report),
        ...{ demo, feed, records, shopify: shopify?.entry ?? null },
        ...(shopify && {
          shopifyPos: {
            ...useCases,
            ...staffCases(core, useCases.directory, useCases.liveCodes),
            ...shopify.pos,
            report,
          },
        }),
      }),
    },
    report,
    platform.config.http.trustedProxies,
  )
  return { app, close: () => feed.close() }
}

function webhooks(core: Core) {
  const { platform, tills, inbox, events, hint } = core
  return webhooksRouter({
    readers: tills.readers,
    appSecrets: tills.appSecrets,
    door: createDoor(platform.database.pool, platform.keyring, platform.clock),
    inbox,
    clock: platform.clock,
    onAccepted(event) {
      events.deliveryAccepted(event)
      hint('process-inbox')
    },
    onRefused: events.deliveryRefused,
  })
}

function googleNews(core: Core) {
  const { platform, wallets, cards } = core
  const { clock, config, database } = platform
  return googleCallback({
    check: createCallbackCheck({
      issuerId: wallets.googleIssuerId,
      rootKeys: createRootKeys({ url: config.googleKeysUrl ?? googleKeysUrl, clock }),
      senders: config.googleSenders,
      clock,
    }),
    cards,
    holders: createGoogleRecords({ pool: database.pool, clock }),
    onNews: ({ merchantId, cardId }) => owePush(core, 'push-google', merchantId, cardId),
  })
}

/** A wallet that comes to hold a card may have fetched it just before it changed. */
async function owePush(
  core: Core,
  kind: (typeof pushJobs)[number],
  merchantId: string,
  cardId: string,
): Promise<void> {
  await owe(core, { merchantId, kind, key: cardId })
  core.hint(kind)
}

function api({ platform, tills }: Core, useCases: UseCases, reportError: ReportError) {
  return apiRouter({
    ...useCases,
    adminKey: platform.adminKey,
    ownerOfKey: createKeyCheck(platform.database.pool, useCases.directory, platform.clock),
    requestsPerMinute: apiRequestsPerMinute,
    baseUrl: platform.config.http.baseUrl,
    squareWebhookUrl: tills.squareWebhookUrl,
    missingScopes: tills.missingScopes,
    now: platform.clock,
    reportError,
  })
}

function pageDeps(core: Core, useCases: UseCases, report: ReportError) {
  const { platform, cards, wallets } = core
  const { database, clock, config, log } = platform
  return {
    ...useCases,
    baseUrl: config.http.baseUrl,
    badges: loadBadges(join(config.dataDir, 'badges'), (file, why) =>
      log.warn({ file, why }, 'a wallet badge cannot be used'),
    ),
    now: clock,
    offers: createJoinOffers(database),
    reads: createConsoleReads(database),
    loadFace: cards.face,
    drawBarcode,
    async buildPass(face: Parameters<typeof wallets.google.saveLink>[0]) {
      const card = await cards.bySerial(face.serial)
      if (!card) throw new Error('the card is gone')
      return wallets.passes.build(face, card.passToken)
    },
    googleSaveLink: wallets.google.saveLink,
    receipts: {
      receiptClaim: useCases.receiptClaim,
      receiptDoors: useCases.directory,
      drawQrPicture,
      baseUrl: config.http.baseUrl,
    },
    onAuditFailed: (error: unknown) => log.error({ err: error }, 'an audit entry could not be written'),
    staff: {
      ...useCases,
      ...staffCases(core, useCases.directory, useCases.liveCodes),
      baseUrl: config.http.baseUrl,
      now: clock,
      reads: createConsoleReads(database),
      loadFace: cards.face,
    },
    claimRoom: claimBatchCases(platform, useCases.merchants),
    poolRoom: {
      ...useCases,
      poolDesk: createPoolDesk(database.pool),
      reads: createConsoleReads(database),
      now: clock,
    },
    kiosk: {
      ...useCases,
      ...kioskCases(core, useCases),
      ...staffCases(core, useCases.directory, useCases.liveCodes),
      baseUrl: config.http.baseUrl,
      now: clock,
      reads: createConsoleReads(database),
      offers: createJoinOffers(database),
      loadFace: cards.face,
      drawBarcode,
    },
    tillRoom: {
      ...useCases,
      ...assembleTillDesk(core),
      baseUrl: config.http.baseUrl,
      now: clock,
      reads: createConsoleReads(database),
    },
    square: {
      ...useCases,
      baseUrl: config.http.baseUrl,
      reads: createConsoleReads(database),
      onSquareFailed: (error: Error) => log.warn({ err: error }, 'a sign-in at Square could not be finished'),
    },
    onCountFailed: (error: unknown) => log.warn({ err: error }, 'a placement could not be counted'),
    report,
  }
}
