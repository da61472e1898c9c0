import type pg from 'pg'
import type { CardBook, LedgerEntry, Placement } from '../../domain/card-book.ts'
import { type Coupon, warnTime } from '../../domain/coupon.ts'
import type { CardSignal } from '../../ports/card-signals.ts'

type Client = pg.PoolClient

/** Ledger entries. The unique effect key is the wall: a second entry for the same cause stops the transaction. */
export async function saveLedger(client: Client, entries: LedgerEntry[]): Promise<void> {
  if (entries.length === 0) return
  await client.query({
    name: 'ledger-insert',
    text: `INSERT INTO stamp_ledger (merchant_id, card_id, id, effect_key, count, balance, channel, till_id, order_id, reason, at)
      SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::int[], $6::int[], $7::text[],
        $8::uuid[], $9::text[], $10::text[], $11::timestamptz[])`,
    values: [
      entries.map((each) => each.merchantId),
      entries.map((each) => each.cardId),
      entries.map((each) => each.id),
      entries.map((each) => each.effectKey),
      entries.map((each) => each.count),
      entries.map((each) => each.balance),
      entries.map((each) => each.channel),
      entries.map((each) => each.tillId),
      entries.map((each) => each.orderId),
      entries.map((each) => each.reason),
      entries.map((each) => new Date(each.at)),
    ],
  })
}

/** Cards that look different now: a new revision, which is answered, and a `Last-Modified` second of its own. */
export async function saveCards(client: Client, books: CardBook[], now: number): Promise<CardSignal[]> {
  if (books.length === 0) return []
  const cards = books.map((book) => book.card)
  const { rows } = await client.query<{ id: string; revision: number }>({
    name: 'cards-update',
    text: `UPDATE card c SET version = u.version, total = u.total, cycle = u.cycle, cycle_start = u.cycle_start,
        past_cycles = u.past_cycles, progress = u.progress, state = u.state, last_stamp_at = u.last_stamp_at,
        merged_into = u.merged_into, stamps_since = u.stamps_since, stamps_expire_at = u.stamps_expire_at,
        revision = c.revision + 1, modified_second = greatest(c.modified_second + 1, $11::bigint)
      FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::int[], $6::int[], $7::jsonb[], $8::jsonb[],
        $9::text[], $10::timestamptz[], $12::uuid[], $13::timestamptz[], $14::timestamptz[])
        AS u(merchant_id, id, version, total, cycle, cycle_start, past_cycles, progress, state, last_stamp_at,
          merged_into, stamps_since, stamps_expire_at)
      WHERE c.merchant_id = u.merchant_id AND c.id = u.id RETURNING c.id, c.revision`,
    values: [
      cards.map((card) => card.merchantId),
      cards.map((card) => card.id),
      cards.map((card) => card.version),
      cards.map((card) => card.total),
      cards.map((card) => card.cycle),
      cards.map((card) => card.cycleStart),
      cards.map((card) => JSON.stringify(card.pastCycles)),
      cards.map((card) => (card.progress ? JSON.stringify(card.progress) : null)),
      cards.map((card) => card.state),
      cards.map((card) => (card.lastStampAt === null ? null : new Date(card.lastStampAt))),
      Math.floor(now / 1000),
      cards.map((card) => card.mergedInto ?? null),
      cards.map((card) => time(card.stampsSince ?? null)),
      cards.map((card) => time(card.stampsExpireAt ?? null)),
    ],
  })
  return rows.map((row) => ({ cardId: row.id, revision: row.revision }))
}

const time = (at: number | null): Date | null => (at === null ? null : new Date(at))

export async function saveCoupons(client: Client, coupons: Coupon[]): Promise<void> {
  if (coupons.length === 0) return
  await client.query({
    name: 'coupons-save',
    text: `INSERT INTO coupon (merchant_id, id, card_id, program_id, reward_id, reward, cycle, milestone, issue, state, code,
        issued_at, activated_at, expires_at, redeemed_at, redeemed_by, ended_at, end_reason, flag, issue_reason, warned_at, warn_at)
      SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::jsonb[], $7::int[], $8::int[],
        $9::int[], $10::text[], $11::text[], $12::timestamptz[], $13::timestamptz[], $14::timestamptz[],
        $15::timestamptz[], $16::jsonb[], $17::timestamptz[], $18::text[], $19::text[], $20::text[], $21::timestamptz[],
        $22::timestamptz[])
      ON CONFLICT (merchant_id, id) DO UPDATE SET state = excluded.state, code = excluded.code,
        activated_at = excluded.activated_at, expires_at = excluded.expires_at, redeemed_at = excluded.redeemed_at,
        redeemed_by = excluded.redeemed_by, ended_at = excluded.ended_at, end_reason = excluded.end_reason, flag = excluded.flag,
        warned_at = excluded.warned_at, warn_at = excluded.warn_at`,
    values: [
      coupons.map((each) => each.merchantId),
      coupons.map((each) => each.id),
      coupons.map((each) => each.cardId),
      coupons.map((each) => each.programId),
      coupons.map((each) => each.reward.id),
      coupons.map((each) => JSON.stringify(each.reward)),
      coupons.map((each) => each.cycle),
      coupons.map((each) => each.milestone),
      coupons.map((each) => each.issue),
      coupons.map((each) => each.state),
      coupons.map((each) => each.code),
      coupons.map((each) => time(each.issuedAt)),
      coupons.map((each) => time(each.activatedAt)),
      coupons.map((each) => time(each.expiresAt)),
      coupons.map((each) => time(each.redeemedAt)),
      coupons.map((each) => (each.redeemedBy ? JSON.stringify(each.redeemedBy) : null)),
      coupons.map((each) => time(each.endedAt)),
      coupons.map((each) => each.endReason),
      coupons.map((each) => each.flag),
      coupons.map((each) => each.issueReason ?? null),
      coupons.map((each) => time(each.warnedAt ?? null)),
      coupons.map((each) => time(warnTime(each))),
    ],
  })
}

export async function savePlacements(client: Client, placements: Placement[], now: number): Promise<void> {
  if (placements.length === 0) return
  await client.query({
    name: 'placements-insert',
    text: `INSERT INTO code_placement (merchant_id, coupon_id, till_id, state, updated_at)
      SELECT u.*, $5 FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) AS u
      ON CONFLICT DO NOTHING`,
    values: [
      placements.map((each) => each.merchantId),
      placements.map((each) => each.couponId),
      placements.map((each) => each.tillId),
      placements.map((each) => each.state),
      new Date(now),
    ],
  })
}

export type TallyRow = { merchantId: string; cardId: string; key: string; value: number }

export async function saveTallies(client: Client, tallies: TallyRow[]): Promise<void> {
  if (tallies.length === 0) return
  await client.query({
    name: 'tallies-save',
    text: `INSERT INTO card_tally (merchant_id, card_id, key, value)
      SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[])
      ON CONFLICT (merchant_id, card_id, key) DO UPDATE SET value = excluded.value`,
    values: [
      tallies.map((each) => each.merchantId),
      tallies.map((each) => each.cardId),
      tallies.map((each) => each.key),
      tallies.map((each) => each.value),
    ],
  })
}
