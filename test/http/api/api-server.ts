import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { expect } from 'vitest'
import { addStampsWith } from '../../../src/app/add-stamps.ts'
import { addApiKeyWith } from '../../../src/app/api-keys.ts'
import { cardTokensWith } from '../../../src/app/card-tokens.ts'
import { changeMerchantWith } from '../../../src/app/change-merchant.ts'
import { connectTillWith } from '../../../src/app/connect-till.ts'
import { createCardWith } from '../../../src/app/create-card.ts'
import { createMerchantWith } from '../../../src/app/create-merchant.ts'
import { createProgramWith } from '../../../src/app/create-program.ts'
import { disconnectTillWith } from '../../../src/app/disconnect-till.ts'
import { revokeCouponWith } from '../../../src/app/end-coupon.ts'
import { eraseCardWith } from '../../../src/app/erase-card.ts'
import { importCodesWith } from '../../../src/app/import-codes.ts'
import { linkCustomerWith } from '../../../src/app/link-customer.ts'
import { readCardTraceWith } from '../../../src/app/read-card-trace.ts'
import { replayProgramWith } from '../../../src/app/replay-program.ts'
import { createSignInLinkWith } from '../../../src/app/sign-in.ts'
import { takeUpOrdersWith } from '../../../src/app/take-up-orders.ts'
import { updateProgramWith } from '../../../src/app/update-program.ts'
import type { AppError } from '../../../src/app-error.ts'
import { cardUseCases } from '../../../src/compose/card-use-cases.ts'
import { certificateState } from '../../../src/compose/certificate-watch.ts'
import { couponUseCases } from '../../../src/compose/coupon-use-cases.ts'
import { assemblePurchaseCases } from '../../../src/compose/purchase-cases.ts'
import { receiptCases } from '../../../src/compose/receipt-cases.ts'
import type { Endpoint } from '../../../src/http/api/endpoint.ts'
import { checkRules } from '../../../src/http/api/program-rules.ts'
import { type ApiDeps, apiRouter, endpointsOf } from '../../../src/http/api/router.ts'
import { problemSchema } from '../../../src/http/problem.ts'
import { createKeyring } from '../../../src/secrets/keyring.ts'
import { newId, newRedeemCode } from '../../../src/secrets/random-id.ts'
import { createAlerts } from '../../../src/store/alerts.ts'
import { createApiKeys, createKeyCheck } from '../../../src/store/api-keys.ts'
import { createAuditLog } from '../../../src/store/audit.ts'
import { createCardLinks } from '../../../src/store/card-links.ts'
import { createCardTraces } from '../../../src/store/card-traces.ts'
import { createCardsRead } from '../../../src/store/cards-read.ts'
import { createCodePools } from '../../../src/store/code-pools.ts'
import { createCodeWatch } from '../../../src/store/code-watch.ts'
import { createCouponsRead } from '../../../src/store/coupons-read.ts'
import type { Database } from '../../../src/store/database.ts'
import { createDeliveriesRead } from '../../../src/store/deliveries-read.ts'
import { createDirectory } from '../../../src/store/directory.ts'
import { createCardStore } from '../../../src/store/hot/card-store.ts'
import { createIdempotency } from '../../../src/store/idempotency.ts'
import { createLiveCodes } from '../../../src/store/live-codes.ts'
import { createLocations } from '../../../src/store/locations.ts'
import { createMerchants } from '../../../src/store/merchants.ts'
import { createNewCards } from '../../../src/store/new-cards.ts'
import { createOrdersRead } from '../../../src/store/orders-read.ts'
import { createPastOrders } from '../../../src/store/past-orders.ts'
import { createMerchantPictures } from '../../../src/store/pictures.ts'
import { createPrivacyRequests } from '../../../src/store/privacy-requests.ts'
import { createPrograms } from '../../../src/store/programs.ts'
import { createReconciliations } from '../../../src/store/reconciliations.ts'
import { createScansRead } from '../../../src/store/scans-read.ts'
import { createSessions } from '../../../src/store/sessions.ts'
import { createTills } from '../../../src/store/tills.ts'
import { testSecretKey } from '../../support/intake.ts'
import { openSetting, type SettingName } from '../../support/settings.ts'

export const adminKey = 'operator-key-of-the-tests'
const baseUrl = 'https://stamps.example'

// biome-ignore lint/suspicious/noExplicitAny: tests read any member of an answer that was checked against its schema.
export type Body = any
export type Reply = { status: number; body: Body; headers: Headers; text: string }
type Options = {
  key?: string | null
  body?: unknown
  raw?: string | Buffer
  headers?: Record<string, string>
}

export type ApiServer = Awaited<ReturnType<typeof openApiServer>>

/** The whole REST API on a database of its own; every answer is checked against the route table. */
export async function openApiServer(
  name: SettingName,
  change: (deps: ApiDeps) => Partial<ApiDeps> = () => ({}),
) {
  const setting = await openSetting(name)
  const clock = { now: Date.now() }
  const reported: AppError[] = []
  const hooks = { connected: [] as string[], filled: [] as string[] }
  const wired = wire(setting.database, () => clock.now, hooks, reported)
  const deps = { ...wired, ...change(wired) }
  const app = express().use('/api/v1', apiRouter(deps))
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`
  const table = endpointsOf(deps)
  const call = async (line: string, options: Options = {}): Promise<Reply> => {
    const [method = '', path = ''] = line.split(' ')
    const { key = null, body, raw, headers = {} } = options
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body))
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(key !== null && { authorization: `Bearer ${key}` }),
        ...(payload !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(payload !== undefined && { body: payload as string }),
    })
    const text = await response.text()
    const reply = {
      status: response.status,
      headers: response.headers,
      text,
      body: text ? JSON.parse(text) : null,
    }
    checkAgainst(table, method, path, reply)
    return reply
  }
  return {
    ...hooks,
    clock,
    reported,
    database: setting.database,
    deps,
    call,
    async merchant(fields: object = {}): Promise<{ id: string; key: string }> {
      const made = await call('POST /merchants', { key: adminKey, body: { name: 'Café', ...fields } })
      expect(made.status).toBe(201)
      return { id: made.body.id, key: made.body.apiKey }
    },
    async program(key: string, fields: object = {}): Promise<Body> {
      const made = await call('POST /programs', { key, body: { ...programInput, ...fields } })
      expect(made.status, made.text).toBe(201)
      return made.body
    },
    async card(key: string, programId: string): Promise<Body> {
      return (await call('POST /cards', { key, body: { programId } })).body
    },
    async close() {
      server.close()
      server.closeAllConnections()
      await setting.close()
    },
  }
}

export const programInput = {
  name: 'Coffee card',
  goal: 3,
  earn: { kind: 'visit' },
  milestones: [{ at: 3, reward: { title: 'Free coffee', kind: 'staff_scan' } }],
}

function wire(
  db: Database,
  now: () => number,
  hooks: { connected: string[]; filled: string[] },
  reported: AppError[],
): ApiDeps {
  const keyring = createKeyring([testSecretKey])
  const directory = createDirectory(db, now)
  const merchants = createMerchants(db, now)
  const programs = createPrograms(db)
  const tills = createTills(db)
  const locations = createLocations(db)
  const cards = createCardsRead(db)
  const apiKeys = createApiKeys(db.pool)
  const pools = createCodePools(db)
  const change = { store: createCardStore(db.pool, now), clock: now, newId, newCode: newRedeemCode }
  return {
    adminKey,
    baseUrl,
    squareWebhookUrl: `${baseUrl}/webhooks/square`,
    missingScopes: () => [],
    requestsPerMinute: 100_000,
    now,
    reportError: (error) => reported.push(error),
    ownerOfKey: createKeyCheck(db.pool, directory, now),
    idempotency: createIdempotency(db, keyring),
    audit: createAuditLog(db.pool),
    merchants,
    pictures: createMerchantPictures(db.pool, now),
    certificates: () => [certificateState({ notAfter: now() + 20 * 86_400_000, demo: true }, now())],
    programs,
    tills,
    disconnectTill: disconnectTillWith({ tills, signInOf: () => null, now }),
    cards,
    pools,
    alerts: createAlerts(db, now),
    codeWatch: createCodeWatch(db.pool, now),
    coupons: createCouponsRead(db),
    orders: createOrdersRead(db),
    scans: createScansRead(db.pool),
    locations,
    readCardTrace: readCardTraceWith({ cards, cardTraces: createCardTraces(db.pool), locations }),
    deliveries: createDeliveriesRead(db),
    searches: createReconciliations(db.pool, now),
    apiKeys,
    addApiKey: addApiKeyWith({ apiKeys, now }),
    createMerchant: createMerchantWith({ merchants, keyring, now }),
    changeMerchant: changeMerchantWith({ merchants, programs }),
    createSignInLink: createSignInLinkWith({ sessions: createSessions(db), now }),
    createProgram: createProgramWith({ programs, now }),
    updateProgram: updateProgramWith({ programs, now }, checkRules),
    replayProgram: replayProgramWith({ programs, pastOrders: createPastOrders(db.pool), now }, checkRules),
    connectTill: connectTillWith({
      tills,
      merchants,
      keyring,
      now,
      onTillConnected: async (_, tillId) => void hooks.connected.push(tillId),
    }),
    createCard: createCardWith({ newCards: createNewCards(db), cards, programs, merchants, keyring, now }),
    liveCodes: createLiveCodes(db.pool, keyring),
    cardTokens: cardTokensWith({ merchants, keyring }),
    linkCustomer: linkCustomerWith({
      cards,
      tills,
      links: createCardLinks(db),
      takeUpOrders: takeUpOrdersWith(change),
      now,
    }),
    ...assemblePurchaseCases(change, () => undefined),
    privacyRequests: createPrivacyRequests(db.pool),
    ...receiptCases({ database: db, keyring, merchants, tills, store: change.store, now }),
    importCodes: importCodesWith({
      pools,
      now,
      onCodesAdded: async (_, rewardId) => void hooks.filled.push(rewardId),
    }),
    addStamps: addStampsWith(change),
    revokeCoupon: revokeCouponWith(change),
    eraseCard: eraseCardWith(change),
    ...cardUseCases({
      database: db,
      keyring,
      merchants,
      cards,
      cardDeps: change,
      hinted: (useCase) => useCase,
    }),
    ...couponUseCases({ pool: db.pool, pools, cardDeps: change, hinted: (useCase) => useCase }),
  }
}

/** Whatever the API answers is what its OpenAPI document says, because both come from the route table. */
function checkAgainst(table: Endpoint[], method: string, path: string, reply: Reply): void {
  const type = reply.headers.get('content-type') ?? ''
  if (reply.status >= 400) {
    expect(type).toMatch(/^application\/problem\+json/)
    expect(problemSchema.parse(reply.body).status).toBe(reply.status)
    return
  }
  const bare = path.replace(/\?.*/, '')
  const found = table.find((each) => each.method === method && pattern(each.path).test(bare))
  if (!found) return
  const answer = found.answers[reply.status]
  expect(answer, `${method} ${path} answered ${reply.status}, which is not in its description`).toBeDefined()
  if (answer?.schema) expect(answer.schema.safeParse(reply.body).error, `${method} ${path}`).toBeUndefined()
}

const pattern = (path: string) => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`)
