import type pg from 'pg'
import type { CardBook } from '../../domain/card-book.ts'
import type { Coupon } from '../../domain/coupon.ts'
import type { MergeRecord } from '../../domain/merge.ts'
import type { MergeEntry, MergeTransaction } from '../../ports/merges.ts'
import { type Key, keyText } from '../../ports/store.ts'

type MergeRow = {
  merchant_id: string
  id: string
  from_card_id: string
  into_card_id: string
  stamps: number
  merged_at: Date
  undone_at: Date | null
  record: MergeRecord
}

const columns = 'merchant_id, id, from_card_id, into_card_id, stamps, merged_at, undone_at, record'

export function mergesOn(client: pg.PoolClient): MergeTransaction {
  const one = async (text: string, values: unknown[]) => {
    const { rows } = await client.query<MergeRow>(`SELECT ${columns} FROM card_merge ${text}`, values)
    return rows[0] ? asMerge(rows[0]) : null
  }
  return {
    find: ({ merchantId, id }) => one('WHERE merchant_id = $1 AND id = $2 FOR UPDATE', [merchantId, id]),
    latestOf: (merchantId, cardIds) =>
      one(
        `WHERE merchant_id = $1 AND (from_card_id = ANY($2::uuid[]) OR into_card_id = ANY($2::uuid[]))
          AND undone_at IS NULL ORDER BY merged_at DESC, id DESC LIMIT 1`,
        [merchantId, cardIds],
      ),
    async add(merge) {
      await client.query(`INSERT INTO card_merge (${columns}) VALUES ($1, $2, $3, $4, $5, $6, NULL, $7)`, [
        merge.merchantId,
        merge.id,
        merge.fromCardId,
        merge.intoCardId,
        merge.stamps,
        new Date(merge.mergedAt),
        JSON.stringify(merge.record),
      ])
    },
    async markUndone({ merchantId, id }, at) {
      await client.query('UPDATE card_merge SET undone_at = $3 WHERE merchant_id = $1 AND id = $2', [
        merchantId,
        id,
        new Date(at),
      ])
    },
    leadingTo: (card) => leadingTo(client, card),
  }
}

const asMerge = (row: MergeRow): MergeEntry => ({
  merchantId: row.merchant_id,
  id: row.id,
  fromCardId: row.from_card_id,
  intoCardId: row.into_card_id,
  stamps: row.stamps,
  mergedAt: row.merged_at.getTime(),
  undoneAt: row.undone_at?.getTime() ?? null,
  record: row.record,
})

/** Cards that were merged into this one, directly or through others. */
export async function leadingTo(client: Pick<pg.Pool, 'query'>, { merchantId, id }: Key): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `WITH RECURSIVE led AS (
      SELECT id FROM card WHERE merchant_id = $1 AND merged_into = $2
      UNION SELECT c.id FROM led JOIN card c ON c.merchant_id = $1 AND c.merged_into = led.id)
    SELECT id FROM led`,
    [merchantId, id],
  )
  return rows.map((row) => row.id)
}

/**
 * Coupons that moved between cards or cycles. In two steps, because one coupon's new place may be another's old one
 * until the statement ends.
 */
export async function moveCoupons(client: pg.PoolClient, coupons: Coupon[]): Promise<void> {
  if (coupons.length === 0) return
  const ids = [coupons.map((each) => each.merchantId), coupons.map((each) => each.id)]
  await client.query(
    `UPDATE coupon c SET issue = -c.issue FROM unnest($1::uuid[], $2::uuid[]) AS u(merchant_id, id)
      WHERE c.merchant_id = u.merchant_id AND c.id = u.id`,
    ids,
  )
  await client.query(
    `UPDATE coupon c SET card_id = u.card_id, cycle = u.cycle, issue = u.issue
      FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::int[]) AS u(merchant_id, id, card_id, cycle, issue)
      WHERE c.merchant_id = u.merchant_id AND c.id = u.id`,
    [
      ...ids,
      coupons.map((each) => each.cardId),
      coupons.map((each) => each.cycle),
      coupons.map((each) => each.issue),
    ],
  )
}

/**
 * Lets the key of a merged card lead to the book of the card that goes on for it.
 * @throws an error that makes the transaction begin again, when a card was merged or parted while its lock was waited for
 */
export function followMerges(books: Map<string, CardBook>): Map<string, CardBook> {
  const followed = new Map<string, CardBook>()
  for (const [key, book] of books) {
    const path: string[] = []
    let end = book
    while (end.card.mergedInto) {
      path.push(end.card.id)
      const next = books.get(keyText({ merchantId: end.card.merchantId, id: end.card.mergedInto }))
      if (!next || path.includes(next.card.id)) throw meanwhile()
      end = next
    }
    followed.set(key, end)
    if (path.length === 0) continue
    end.through ??= new Map()
    path.forEach((card, index) => {
      end.through?.set(card, path.slice(index))
    })
  }
  return followed
}

const meanwhile = () =>
  Object.assign(new Error('a card was merged while its lock was waited for'), { code: '40001' })
