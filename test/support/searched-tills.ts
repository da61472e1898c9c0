import pino from 'pino'
import { openTill } from '../../adapters/open-till/adapter.ts'
import { createShopify } from '../../adapters/shopify/adapter.ts'
import { shopifyReader } from '../../adapters/shopify/reader.ts'
import { createSquare } from '../../adapters/square/adapter.ts'
import { placeCodeWith, settleCouponsWith } from '../../src/app/place-codes.ts'
import { processInboxWith } from '../../src/app/process-inbox.ts'
import { checkHooksWith } from '../../src/app/reconcile-hooks.ts'
import { type RunOutcome, reconcileTillsWith } from '../../src/app/reconcile-tills.ts'
import type { TillCredentials } from '../../src/ports/till.ts'
import { newId, newRedeemCode } from '../../src/secrets/random-id.ts'
import { createReconciliations } from '../../src/store/reconciliations.ts'
import { type ShopifyDelivery, type ShopifyDouble, startShopify } from '../doubles/shopify.ts'
import { type SquareDouble, startSquareDouble } from '../doubles/square.ts'
import type { Setting } from './settings.ts'
import { createStoreShop } from './store-shop.ts'

const notificationUrl = 'https://stamps.example/webhooks/square'
const silent = pino({ level: 'silent' })
let merchants = 0

/** A merchant with a Shopify shop and a Square account, searched for orders by hand; nothing comes by itself. */
export async function openSearchedTills({ database: db }: Setting, webhookAddress: string | null) {
  const shop = createStoreShop(db)
  const { clock } = shop
  const now = () => clock.now
  const suffix = `${process.pid}-${++merchants}`
  const shopify = await startShopify({ now, shop: `roast-${suffix}.myshopify.com` })
  const square = await startSquareDouble({ notificationUrl, clock: now, merchantId: `M${suffix}` })
  const adapters = {
    shopify: createShopify({ apiUrl: shopify.url, now }),
    square: createSquare({ notificationUrl, apiUrl: square.url, clock: now }),
    open: openTill,
  }
  const clientFor = (given: TillCredentials) => adapters[given.provider].client(given)
  const records = createReconciliations(db.pool, now)
  const judge = processInboxWith({
    ...{ clock: now, newId, newCode: newRedeemCode, onBatch: () => undefined, log: silent },
    keyring: shop.keyring,
    store: shop.store,
    readers: { open: openTill.reader, shopify: shopifyReader, square: adapters.square.reader },
  })
  const runs: { provider: string; outcome: RunOutcome }[] = []
  const found = { orders: 0, missed: 0 }
  const subscribed: string[] = []
  const hooks = { records, clock: now, log: silent, webhookAddress: () => webhookAddress }
  const onHooksMade = ({ topics }: { topics: string[] }) => void subscribed.push(...topics)
  /** As another worker process has it. */
  const worker = () =>
    reconcileTillsWith({
      ...{
        records,
        codes: shop.codes,
        clientFor,
        inbox: shop.inbox,
        clock: now,
        log: silent,
        random: () => 0.5,
      },
      checkHooks: checkHooksWith({ ...hooks, onHooksMade }),
      onFound: ({ orders, missed }) => {
        found.orders += orders
        found.missed += missed
      },
      onRun: (run) => void runs.push(run),
    })
  const merchantId = await shop.merchant()
  const cardDeps = { store: shop.store, clock: now, newId, newCode: newRedeemCode }
  const codeDeps = { ...cardDeps, codes: shop.codes, clientFor }
  return {
    ...{ db, shop, clock, shopify, square, records, runs, found, subscribed, merchantId, worker, judge },
    connectShopify: () =>
      shop.till(merchantId, { provider: 'shopify', shop: shopify.shop, accessToken: shopify.accessToken }),
    connectSquare: () =>
      shop.till(merchantId, {
        provider: 'square',
        merchantId: square.merchantId,
        accessToken: square.accessToken,
      }),
    /** Time passes, the tills are searched, and what was found is judged. */
    async search(afterMs = 16 * 60_000) {
      clock.now += afterMs
      await worker()()
      await judge()
    },
    /** Webhooks of the shop that came after all. */
    async arrive(tillId: string, deliveries: ShopifyDelivery[]) {
      for (const { headers, body } of deliveries)
        await shop.inbox.accept({
          ...{ merchantId, tillId, provider: 'shopify', receivedAt: clock.now, body: Buffer.from(body) },
          topic: headers['x-shopify-topic'] ?? '',
          deliveryId: headers['x-shopify-webhook-id'] ?? '',
        })
      await judge()
    },
    stamps: async (cardId: string) => {
      const card = await shop.cards.find(merchantId, cardId)
      return card?.stamps ?? Number.NaN
    },
    async deliveries(tillId: string): Promise<number> {
      const { rows } = await db.pool.query<{ n: number }>(
        'SELECT count(*)::int AS n FROM delivery WHERE till_id = $1',
        [tillId],
      )
      return rows[0]!.n
    },
    state: async (tillId: string) => (await records.states(merchantId, [tillId]))[0]!,
    /** Codes of open coupons are made in the tills, and the coupons turn active. */
    async placeCodes() {
      const place = placeCodeWith(codeDeps)
      for (const row of await shop.outbox.lease('place-code', 100)) {
        await place(row)
        await shop.outbox.settle([row])
      }
      await settleCouponsWith(codeDeps)()
    },
    /** Nobody searches these tills any more. */
    async close() {
      await db.pool.query('DELETE FROM till_reconciliation WHERE merchant_id = $1', [merchantId])
      await Promise.all([shopify.close(), square.close()])
    },
  }
}

export type SearchedTills = Awaited<ReturnType<typeof openSearchedTills>>
export type { ShopifyDouble, SquareDouble }
