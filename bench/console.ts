import type pg from 'pg'
import { speechFor } from '../src/messages/messages.ts'
import { CardsPage } from '../src/pages/console/cards-list.ts'
import { CouponsPage } from '../src/pages/console/coupons-list.ts'
import type { ConsoleContext } from '../src/pages/console/frame.ts'
import { OrdersPage } from '../src/pages/console/orders-list.ts'
import { OverviewPage } from '../src/pages/console/overview-page.ts'
import { renderDocument } from '../src/pages/html.ts'
import { createFiguresBook } from '../src/store/console-figures.ts'
import { createConsoleReads } from '../src/store/console-reads.ts'
import { makeShop, type Shop, withDatabase } from './database.ts'
import { median, type Row, row } from './row.ts'

const samples = 40
const pages = [
  'overview',
  'cards',
  'cards near the reward',
  'a card by its end',
  'orders',
  'unmatched orders',
  'coupons',
] as const
type Times = Record<(typeof pages)[number], number>

/** (f) Server time of the console's pages, read and drawn, with a thousand and with a million cards. */
export async function consolePages(): Promise<Row[]> {
  const few = await pageTimes(1000)
  const many = await pageTimes(1_000_000)
  return pages.map((page) =>
    row(`console, ${page}: ms with a million cards : a thousand`, few[page], many[page], '<= 1.5'),
  )
}

const pageTimes = (cards: number): Promise<Times> =>
  withDatabase('console', async (database) => {
    const shop = await makeShop(database.pool, cards)
    await fill(database.pool, shop)
    const figures = createFiguresBook(database.pool, Date.now)
    // Once asked for, the jobs count them; the page shows what they counted.
    if (!(await figures.read(shop.merchantId))) await figures.countNext()
    const draw = drawingOf(createConsoleReads(database), figures, shop)
    const times = {} as Times
    for (const page of pages) times[page] = await timeOf(draw[page])
    return times
  })

async function timeOf(draw: () => Promise<string>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < samples; i++) {
    const start = performance.now()
    await draw()
    times.push(performance.now() - start)
  }
  // The first ones prepare statements and fill caches.
  return median(times.slice(10))
}

function drawingOf(
  reads: ReturnType<typeof createConsoleReads>,
  figures: ReturnType<typeof createFiguresBook>,
  { merchantId, serials }: Shop,
): Record<(typeof pages)[number], () => Promise<string>> {
  const merchant = { merchantId, name: 'Bench', locale: 'en', timeZone: 'UTC' }
  const page = { speech: speechFor('en'), asset: (name: string) => name, nonce: '' }
  const context: ConsoleContext = { ...page, merchant, csrf: '', role: 'owner' }
  const cursor = undefined
  const listCards = async (query: Parameters<typeof reads.cards>[1]) => {
    const programs = await reads.programNames(merchantId)
    const found = await reads.cards(merchantId, query)
    return renderDocument(CardsPage(context, { page: found, filter: {}, cursor, programs }))
  }
  const listOrders = async (query: Parameters<typeof reads.orders>[1]) => {
    const found = await reads.orders(merchantId, query)
    return renderDocument(
      OrdersPage(context, { page: found, filter: {}, cursor, tills: [], mayAssign: true }),
    )
  }
  return {
    async overview() {
      const overview = await reads.overview(merchantId, Date.now())
      const counted = await figures.read(merchantId)
      return renderDocument(OverviewPage(context, { overview, counted, days: 28, alerts: [] }))
    },
    cards: () => listCards({}),
    'cards near the reward': () => listCards({ near: true }),
    'a card by its end': () => listCards({ search: serials[7]?.slice(-4) }),
    orders: () => listOrders({}),
    'unmatched orders': () => listOrders({ only: 'unmatched' }),
    async coupons() {
      return renderDocument(
        CouponsPage(context, { page: await reads.coupons(merchantId, {}), filter: {}, cursor }),
      )
    },
  }
}

/** A version 7 UUID of the time at which the n-th newest row was made. */
const idAt = `overlay(overlay(md5(n::text) placing lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint - n * 86000), 12, '0') from 1)
  placing '7' from 13)::uuid`

/** For every card an order and a stamp within the last 90 days, a tenth of them unmatched; for every fourth a coupon. */
async function fill(pool: pg.Pool, { merchantId, tillId, programId }: Shop): Promise<void> {
  const client = await pool.connect()
  const run = (text: string, values: unknown[]) =>
    client.query({ text, values, query_timeout: 600_000 } as pg.QueryConfig)
  await client.query('SET statement_timeout = 0')
  const at = `now() - (n % 129600) * interval '1 minute'`
  const cards = '(SELECT id, row_number() OVER (ORDER BY id DESC) AS n FROM card WHERE merchant_id = $1) c'
  // Ids tell the time, as those of the program do; a thousand cards a day are made.
  await run(
    `UPDATE card SET total = 1 + n % 9, id = ${idAt}, created_at = now() - n * interval '86 seconds'
      FROM (SELECT id AS old, row_number() OVER () AS n FROM card WHERE merchant_id = $1) c WHERE merchant_id = $1 AND id = old`,
    [merchantId],
  )
  await run(
    `INSERT INTO stamp_ledger (merchant_id, card_id, id, effect_key, count, balance, channel, reason, at)
      SELECT $1, c.id, gen_random_uuid(), 'k' || n, 1, 1, 'order', 'Order', ${at} FROM ${cards}`,
    [merchantId],
  )
  await run(
    `INSERT INTO till_order (merchant_id, till_id, external_id, number, facts, placed_at, total, currency, card_id, given, outcome, trace, updated_at)
      SELECT $1, $2, 'o' || n, n::text, '{"paid":true,"cancelled":false,"refunds":{}}', ${at}, 1140, 'EUR',
        CASE WHEN n % 10 = 0 THEN NULL ELSE c.id END, 1, CASE WHEN n % 10 = 0 THEN 'unmatched' ELSE 'stamped' END, '[]', ${at} FROM ${cards}`,
    [merchantId, tillId],
  )
  await run(
    `INSERT INTO coupon (merchant_id, id, card_id, program_id, reward_id, reward, cycle, milestone, issue, state, code, issued_at)
      SELECT $1, ${idAt}, c.id, $2, gen_random_uuid(), '{"title":"Free coffee","kind":"redeem_code","discount":{"amount":{"amount":380,"currency":"EUR"}}}',
        1, 10, 1, 'active', 'C' || n, ${at} FROM ${cards} WHERE n % 4 = 0`,
    [merchantId, programId],
  )
  for (const table of ['card', 'stamp_ledger', 'till_order', 'coupon'])
    await client.query({ text: `VACUUM ANALYZE ${table}`, query_timeout: 600_000 } as pg.QueryConfig)
  client.release(true)
}
