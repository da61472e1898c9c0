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
import type { Database } from '../src/store/database.ts'
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

/** (f) Server time of the console's pages, read and drawn, with a thousand and with a million cards, in turn. */
export const consolePages = (): Promise<Row[]> =>
  withDatabase('console_few', (few) =>
    withDatabase('console_many', async (many) => {
      const [drawFew, drawMany] = [await fill(few, 1000), await fill(many, 1_000_000)]
      const rows: Row[] = []
      for (const page of pages) {
        const [ours, floor] = await timesOf(drawMany[page], drawFew[page])
        rows.push(row(`console, ${page}: ms with a million cards : a thousand`, floor, ours, '<= 1.5'))
      }
      return rows
    }),
  )

type Draw = () => Promise<string>

/** One after the other, so that whatever else the machine does falls on both. */
async function timesOf(...draws: [Draw, Draw]): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []]
  for (let i = 0; i < samples; i++)
    for (const each of [0, 1] as const) {
      const start = performance.now()
      await draws[each]()
      times[each].push(performance.now() - start)
    }
  // The first ones prepare statements and fill caches.
  return [median(times[0].slice(10)), median(times[1].slice(10))]
}

function drawingOf(
  reads: ReturnType<typeof createConsoleReads>,
  figures: ReturnType<typeof createFiguresBook>,
  { merchantId }: Shop,
  serial: string,
): Record<(typeof pages)[number], Draw> {
  const merchant = { merchantId, name: 'Bench', locale: 'en', timeZone: 'UTC' }
  const page = { speech: speechFor('en'), asset: (name: string) => name, badge: () => null, nonce: '' }
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
    'a card by its end': () => listCards({ search: serial.slice(-4) }),
    orders: () => listOrders({}),
    'unmatched orders': () => listOrders({ only: 'unmatched' }),
    async coupons() {
      return renderDocument(
        CouponsPage(context, { page: await reads.coupons(merchantId, {}), filter: {}, cursor }),
      )
    },
  }
}

const startedAt = Date.now()
/** A version 7 UUID of the time at which the n-th newest row was made: a thousand a day. */
const idAt = `overlay(overlay(md5(n::text) placing lpad(to_hex(${startedAt} - n::bigint * 86000), 12, '0') from 1)
  placing '7' from 13)::uuid`

/** Cards; for each an order and a stamp within 90 days, a tenth of the orders unmatched; for every fourth a coupon. */
async function fill(database: Database, cards: number) {
  const { pool } = database
  const shop = await makeShop(pool, 0)
  const { merchantId, tillId, programId } = shop
  const client = await pool.connect()
  const run = (text: string, values: unknown[] = []) =>
    client.query({ text, values, query_timeout: 600_000 } as pg.QueryConfig)
  await client.query('SET statement_timeout = 0')
  const at = `now() - (n % 129600) * interval '1 minute'`
  await run(
    `INSERT INTO card (merchant_id, id, program_id, version, serial, total, modified_second, created_at)
      SELECT $1, ${idAt}, $2, 1, left(translate(encode(decode(md5('s' || n), 'hex'), 'base64'), '+/', '-_'), 22), 1 + n % 9, 0,
        now() - n * interval '86 seconds' FROM generate_series(1, $3::bigint) n`,
    [merchantId, programId, cards],
  )
  await run(
    `INSERT INTO stamp_ledger (merchant_id, card_id, id, effect_key, count, balance, channel, reason, at)
      SELECT $1, ${idAt}, gen_random_uuid(), 'k' || n, 1, 1, 'order', 'Order', ${at} FROM generate_series(1, $2::bigint) n`,
    [merchantId, cards],
  )
  await run(
    `INSERT INTO till_order (merchant_id, till_id, external_id, number, facts, placed_at, total, currency, card_id, given, outcome, trace, updated_at)
      SELECT $1, $2, 'o' || n, n::text, '{"paid":true,"cancelled":false,"refunds":{}}', ${at}, 1140, 'EUR',
        CASE WHEN n % 10 = 0 THEN NULL ELSE ${idAt} END, 1, CASE WHEN n % 10 = 0 THEN 'unmatched' ELSE 'stamped' END, '[]', ${at}
      FROM generate_series(1, $3::bigint) n`,
    [merchantId, tillId, cards],
  )
  await run(
    `INSERT INTO coupon (merchant_id, id, card_id, program_id, reward_id, reward, cycle, milestone, issue, state, code, issued_at)
      SELECT $1, ${idAt}, ${idAt}, $2, gen_random_uuid(), '{"title":"Free coffee","kind":"redeem_code","discount":{"amount":{"amount":380,"currency":"EUR"}}}',
        1, 10, 1, 'active', 'C' || n, now() - n * interval '86 seconds' FROM generate_series(4, $3::bigint, 4) n`,
    [merchantId, programId, cards],
  )
  for (const table of ['card', 'stamp_ledger', 'till_order', 'coupon']) await run(`VACUUM ANALYZE ${table}`)
  const { rows } = await client.query<{ serial: string }>(
    'SELECT serial FROM card ORDER BY id DESC OFFSET 7 LIMIT 1',
  )
  client.release(true)
  const figures = createFiguresBook(pool, Date.now)
  // Once asked for, the jobs count them; the page shows what they counted.
  if (!(await figures.read(merchantId))) await figures.countNext()
  return drawingOf(createConsoleReads(database), figures, shop, rows[0]?.serial ?? '')
}
