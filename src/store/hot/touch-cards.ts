import type pg from 'pg'

/**
 * What all cards of a merchant show has changed (colours, name): each gets a new revision, and a push for those that a
 * wallet holds. One statement, however many cards.
 * @param programId only the cards of this program
 */
export async function touchCards(
  pool: pg.Pool,
  merchantId: string,
  now: number,
  programId: string | null = null,
): Promise<void> {
  await pool.query(
    `WITH touched AS (
      UPDATE card SET revision = revision + 1, modified_second = greatest(modified_second + 1, $2::bigint)
        WHERE merchant_id = $1 AND state <> 'erased' AND ($4::uuid IS NULL OR program_id = $4) RETURNING merchant_id, id)
    INSERT INTO outbox AS o (merchant_id, kind, key, due_at, updated_at)
      SELECT t.merchant_id, 'push-pass', t.id, $3::timestamptz, $3::timestamptz FROM touched t
      WHERE EXISTS (SELECT 1 FROM apple_registration a WHERE a.merchant_id = t.merchant_id AND a.card_id = t.id)
        OR EXISTS (SELECT 1 FROM google_object g WHERE g.merchant_id = t.merchant_id AND g.card_id = t.id)
    ON CONFLICT (merchant_id, kind, key) DO UPDATE SET version = o.version + 1,
      due_at = CASE WHEN o.version > o.sent_version THEN o.due_at ELSE excluded.due_at END`,
    [merchantId, Math.floor(now / 1000), new Date(now), programId],
  )
}
