import { setTimeout as pause } from 'node:timers/promises'
import pino from 'pino'
import { expect, it } from 'vitest'
import { createShopify } from '../../adapters/shopify/adapter.ts'
import { placeCodeWith } from '../../src/app/place-codes.ts'
import { tillWorkerWith } from '../../src/app/work-tills.ts'
import { readFailure } from '../../src/domain/failure-note.ts'
import { newId, newRedeemCode } from '../../src/secrets/random-id.ts'
import { createAlerts } from '../../src/store/alerts.ts'
import { createTillHolds } from '../../src/store/till-holds.ts'
import { type ShopifyDouble, startShopify } from '../doubles/shopify.ts'
import { describeSettings, openSetting } from '../support/settings.ts'
import { createStoreShop } from '../support/store-shop.ts'

/** Ten thousand by hand: OUTAGE_COUPONS=10000. */
const coupons = Number(process.env.OUTAGE_COUPONS ?? 100)
const hourMs = 3_600_000

await describeSettings(
  'an hour without the till',
  (name) => {
    it(
      'asks it a few times, then makes every code without a stampede, and nobody else waits',
      async () => {
        const setting = await openSetting(name)
        const shop = createStoreShop(setting.database)
        let ahead = 0
        const clock = () => Date.now() + ahead
        Object.defineProperty(shop.clock, 'now', { get: clock })
        const doubles = new Map<string, ShopifyDouble>()
        const open = async (pointsPerSecond: number) => {
          const double = await startShopify({
            shop: `${newRedeemCode().toLowerCase()}.myshopify.com`,
            now: clock,
            pointsPerSecond,
          })
          doubles.set(double.shop, double)
          const merchantId = await shop.merchant()
          const { shop: address, accessToken } = double
          const till = await shop.till(merchantId, { provider: 'shopify', shop: address, accessToken })
          return { double, merchantId, till }
        }
        const ill = await open(1000)
        const well = await open(1000)
        const issue = async (merchantId: string) => {
          const card = await shop.card(merchantId, 1)
          const effectKey = crypto.randomUUID()
          await shop.addStamps({ merchantId, cardId: card.id, count: 1, reason: 'test', effectKey })
        }
        const adapters = new Map(
          [...doubles.values()].map((each) => [each.shop, createShopify({ apiUrl: each.url, now: clock })]),
        )
        /** A worker as another process has it. */
        const worker = () => {
          const deps = {
            ...{ store: shop.store, clock, newId, newCode: newRedeemCode, codes: shop.codes },
            clientFor: (credentials: Parameters<ReturnType<typeof createShopify>['client']>[0]) =>
              credentials.provider === 'shopify'
                ? (adapters.get(credentials.shop)?.client(credentials) ?? null)
                : null,
          }
          const work = { outbox: shop.outbox, clock, random: Math.random, onAttempt: () => undefined }
          return tillWorkerWith(
            {
              ...work,
              log: pino({ level: 'silent' }),
              holds: createTillHolds(shop.db.pool, clock, Math.random),
            },
            { concurrency: 32, perTill: 4, perBatch: 4, longestWaitMs: 60_000 },
            placeCodeWith(deps),
          )
        }
        const workers = [worker(), worker()]
        const drain = () => Promise.all(workers.map((work) => work()))
        const activeOf = async (merchantId: string) => {
          const { rows } = await shop.db.pool.query<{ state: string; count: number }>(
            'SELECT state, count(*)::int AS count FROM coupon WHERE merchant_id = $1 GROUP BY state',
            [merchantId],
          )
          return Object.fromEntries(rows.map((row) => [row.state, row.count]))
        }

        ill.double.faults.outage = true
        const startedAt = performance.now()
        let left = coupons
        await Promise.all(
          Array.from({ length: 8 }, async () => {
            while (left-- > 0) await issue(ill.merchantId)
          }),
        )
        const madeMs = Math.round(performance.now() - startedAt)
        const begunAt = clock()
        // The hour passes in steps of twenty seconds; the relay asks in each of them.
        for (let step = 0; step < hourMs / 20_000; step += 1) {
          await drain()
          ahead += 20_000
        }
        const asked = ill.double.heard.length
        expect(await activeOf(ill.merchantId)).toEqual({ issuing: coupons })
        expect(asked).toBeGreaterThan(30)
        expect(asked).toBeLessThan(150)
        const { troubles } = createAlerts(setting.database, clock)
        const [down] = (await troubles(ill.merchantId)).down
        expect(readFailure(down?.error ?? '')).toMatchObject({ provider: 'shopify', reason: 'unreachable' })

        ill.double.faults.outage = false
        ahead += 60_000
        const backAt = clock()
        const waits: number[] = []
        let over = false
        let idle = false
        const others = (async () => {
          while (!over) {
            const before = clock()
            const issued = waits.length + 1
            await issue(well.merchantId)
            while ((await activeOf(well.merchantId)).active !== issued) await pause(20)
            waits.push(clock() - before)
            await pause(100)
          }
        })()
        // Asked again and again, as by hints and the relay; the longest back-off of a single coupon is a minute.
        const lanes = workers.map(async (work) => {
          while (!idle) {
            await work()
            await pause(50)
          }
        })
        while ((await activeOf(ill.merchantId)).active !== coupons) await pause(100)
        const mintedMs = clock() - backAt
        // The other shop's last coupon is made before the workers stop.
        over = true
        await others
        idle = true
        await Promise.all(lanes)

        const perSecond = Object.values(
          Object.groupBy(ill.double.heard.slice(asked), (at) => Math.floor(at / 1000)),
        )
        const peak = Math.max(...perSecond.map((each) => each?.length ?? 0))
        expect(ill.double.discounts).toHaveLength(coupons)
        expect(peak).toBeLessThan(400)
        expect(ill.double.throttledAnswers).toBeLessThan(coupons / 20 + 5)
        // Behind the others' coupons it would wait for most of them.
        const median = waits.toSorted((a, b) => a - b)[Math.floor(waits.length / 2)]
        expect(median).toBeLessThan(Math.max(2000, mintedMs / 3))
        console.log(
          `${coupons} coupons waiting (issued in ${madeMs} ms): ${asked} calls in ${(backAt - begunAt) / 60_000} minutes of outage; all made ${
            mintedMs / 1000
          } s after it, at most ${peak} calls/s, ${ill.double.throttledAnswers} throttled; another shop's coupon took ${Math.max(
            ...waits,
          )} ms at most (${waits.length} of them)`,
        )
        await Promise.all([...doubles.values()].map((each) => each.close()))
        await setting.close()
      },
      coupons > 1000 ? 3_600_000 : 180_000,
    )
  },
  ['postgres'],
)
