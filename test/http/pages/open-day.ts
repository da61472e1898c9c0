import type pg from 'pg'
import { newId } from '../../../src/secrets/random-id.ts'
import { createConsoleReads } from '../../../src/store/console-reads.ts'
import { now, openPages, type Pages, post } from './open-pages.ts'

export type Day = {
  pages: Pages
  /** Four of them, newest first. */
  cards: { id: string; serial: string }[]
  sql(text: string, values?: unknown[]): Promise<pg.QueryResult>
  get(path: string, language?: string): Promise<Response>
  body(path: string): Promise<string>
  /** Sends a form as the signed-in owner. */
  send(path: string, form?: Record<string, string>): Promise<Response>
  /** Gives a card the program's coupon, ready to be used; returns its id. */
  giveCoupon(cardId: string): Promise<string>
  /** So many cards of long ago that figures are counted by the jobs; the oldest one is paused. */
  putOldCards(): Promise<void>
  /** A till told of a sale that belongs to no card. */
  putOrder(orderId: string, number: string): Promise<void>
}

/** The console on an ordinary day: its owner signed in, and four cards. */
export async function openDay(): Promise<Day> {
  const pages = await openPages('embedded')
  const { merchantId, tillId } = pages.shop
  const answer = await fetch(pages.url + (await pages.signInPath()), { redirect: 'manual' })
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0]!
  for (let n = 0; n < 4; n += 1) await post(`${pages.url}/join/harbour-street-coffee`)
  const reads = createConsoleReads(pages.setting.database)
  const { rows: cards } = await reads.cards(merchantId, {})
  const get = (path: string, language = 'en') =>
    fetch(pages.url + path, { headers: { cookie, 'accept-language': language } })
  const body = async (path: string) => (await get(path)).text()
  const csrf = /name="csrf" value="([^"]+)"/.exec(await body('/console'))?.[1] ?? ''
  const sql = (text: string, values: unknown[] = []) => pages.setting.database.pool.query(text, values)
  const send = (path: string, form: Record<string, string> = {}) =>
    post(pages.url + path, { csrf, ...form }, { cookie })
  return {
    ...{ pages, cards, sql, get, body, send },
    async giveCoupon(cardId) {
      const rewardId = (await reads.programs(merchantId))[0]!.rules.milestones[0]!.reward.id
      await send(`/console/cards/${cardId}/voucher`, { rewardId, why: 'Sorry', intent: newId(now) })
      const { rows } = await sql(
        `UPDATE coupon SET state = 'active', activated_at = $2 WHERE card_id = $1 RETURNING id`,
        [cardId, new Date(now)],
      )
      return String(rows[0]?.id)
    },
    async putOldCards() {
      await sql(
        `INSERT INTO card (merchant_id, id, program_id, version, serial, modified_second, created_at, state)
          SELECT $1, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, $2, 1, 'old-' || n, 1, $3, CASE n WHEN 1 THEN 'paused' ELSE 'active' END
          FROM generate_series(1, 2500) n`,
        [merchantId, pages.shop.programId, new Date(now)],
      )
    },
    async putOrder(orderId, number) {
      const line = { id: 'l', name: 'Latte', quantity: 1, total: 700 }
      const amounts = { currency: 'EUR', total: 700, tip: 0, tax: 0, shipping: 0 }
      const sale = { ...amounts, id: orderId, placedAt: now, lines: [line], discountCodes: [], test: false }
      const facts = { saleAsOf: now, paid: true, cancelled: false, refunds: {}, sale }
      await sql(
        `INSERT INTO till_order (merchant_id, till_id, external_id, number, facts, placed_at, total, currency, outcome, trace, updated_at)
          VALUES ($1, $2, $3, $4, $5, $6, 700, 'EUR', 'unmatched', '[]', $6)`,
        [merchantId, tillId, orderId, number, JSON.stringify(facts), new Date(now)],
      )
    },
  }
}
