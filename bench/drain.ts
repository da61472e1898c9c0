import pino from 'pino'
import { openTill } from '../adapters/open-till/adapter.ts'
import { processInboxWith } from '../src/app/process-inbox.ts'
import { createKeyring } from '../src/secrets/keyring.ts'
import { newId, newRedeemCode } from '../src/secrets/random-id.ts'
import type { Database } from '../src/store/database.ts'
import { createCardStore } from '../src/store/hot/card-store.ts'
import { createInbox } from '../src/store/hot/inbox.ts'
import { makeShop, orderBody, type Shop, withDatabase } from './database.ts'
import { pgbenchPrepare, pgbenchSimpleUpdate } from './pgbench.ts'
import { median, type Row, row } from './row.ts'

const rounds = 3
const backlog = 20_000
/** As many as a worker has on Postgres. */
const lanes = 2

/** (b) A backlog through the full pipeline (parse, match, judge, ledger, card, coupon, outbox), against pgbench. */
export const drain = (): Promise<Row[]> =>
  withDatabase('drain', async (database, url) => {
    const shop = await makeShop(database.pool, 10_000)
    pgbenchPrepare(url)
    const floors: number[] = []
    const ours: number[] = []
    for (let round = 0; round < rounds; round++) {
      floors.push(pgbenchSimpleUpdate(url, 5))
      ours.push(await drainBacklog(database, shop, round))
    }
    return [
      row(
        'backlog drained, deliveries/s : pgbench simple-update c8, tps',
        median(floors),
        median(ours),
        '>= 2.5',
      ),
    ]
  })

async function drainBacklog(database: Database, shop: Shop, round: number): Promise<number> {
  await fillInbox(database, shop, round)
  await database.pool.query('CHECKPOINT')
  const process = processInboxOn(database)
  const start = performance.now()
  const settled = await Promise.all(Array.from({ length: lanes }, process))
  return settled.reduce((sum, each) => sum + each) / ((performance.now() - start) / 1000)
}

export const processInboxOn = (database: Database): (() => Promise<number>) =>
  processInboxWith({
    store: createCardStore(database.pool, Date.now),
    readers: { shopify: openTill.reader, square: openTill.reader, open: openTill.reader },
    clock: Date.now,
    newId,
    newCode: newRedeemCode,
    keyring: createKeyring(['the bench tells of no contacts']),
    log: pino({ level: 'warn' }),
    onBatch: () => undefined,
  })

async function fillInbox(database: Database, shop: Shop, round: number): Promise<void> {
  const inbox = createInbox(database.pool, Date.now)
  for (let from = 0; from < backlog; from += 1000)
    await Promise.all(
      Array.from({ length: 1000 }, (_, i) => {
        const id = `${round}-${from + i}`
        const serial = shop.serials[(from + i) % shop.serials.length]!
        const { merchantId, tillId } = shop
        return inbox.accept({
          merchantId,
          tillId,
          provider: 'open',
          topic: 'order.paid',
          deliveryId: id,
          body: orderBody(id, serial),
          receivedAt: Date.now(),
        })
      }),
    )
}
