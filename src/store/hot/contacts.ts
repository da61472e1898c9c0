import type pg from 'pg'
import type { ContactVerification, Pointers } from '../../ports/store.ts'

/** Cards by verified contacts: of merged cards those that go on for them, and none that were erased. */
export async function cardsByContact(
  client: pg.PoolClient,
  contacts: Pointers['contacts'],
): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>()
  if (contacts.length === 0) return found
  const { rows } = await client.query<{ pointer: string; id: string }>({
    name: 'resolve-contacts',
    text: `WITH RECURSIVE chain AS (
        SELECT u.merchant_id, u.digest, t.card_id AS id
          FROM unnest($1::uuid[], $2::text[]) AS u(merchant_id, digest)
          JOIN card_contact t ON t.merchant_id = u.merchant_id AND t.digest = decode(u.digest, 'hex')
          WHERE t.verified_at IS NOT NULL
        UNION SELECT k.merchant_id, chain.digest, k.merged_into FROM chain JOIN card k
          ON k.merchant_id = chain.merchant_id AND k.id = chain.id AND k.merged_into IS NOT NULL)
      SELECT chain.merchant_id || '/' || chain.digest AS pointer, c.id FROM chain
        JOIN card c ON c.merchant_id = chain.merchant_id AND c.id = chain.id AND c.state IN ('active', 'paused')`,
    values: [contacts.map((each) => each.merchantId), contacts.map((each) => each.digest)],
  })
  for (const { pointer, id } of rows) found.set(pointer, (found.get(pointer) ?? new Set()).add(id))
  return found
}

/** Of merged cards too: their holder is the same person. */
export async function verifyContacts(
  client: pg.PoolClient,
  contacts: ContactVerification[],
  at: number,
): Promise<void> {
  await client.query({
    name: 'contacts-verify',
    text: `WITH RECURSIVE chain AS (
        SELECT u.merchant_id, u.digest, u.card_id AS id
          FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS u(merchant_id, card_id, digest)
        UNION SELECT k.merchant_id, chain.digest, k.merged_into FROM chain JOIN card k
          ON k.merchant_id = chain.merchant_id AND k.id = chain.id AND k.merged_into IS NOT NULL)
      UPDATE card_contact t SET verified_at = $4, verified_by = 'till' FROM chain
        WHERE t.merchant_id = chain.merchant_id AND t.card_id = chain.id AND t.digest = decode(chain.digest, 'hex')
          AND t.verified_at IS NULL`,
    values: [
      contacts.map((each) => each.merchantId),
      contacts.map((each) => each.cardId),
      contacts.map((each) => each.digest),
      new Date(at),
    ],
  })
}

export async function dataKeys(
  client: pg.PoolClient,
  merchantIds: string[],
): Promise<Map<string, Uint8Array>> {
  const { rows } = await client.query<{ id: string; data_key: Buffer }>({
    name: 'data-keys',
    text: 'SELECT id, data_key FROM merchant WHERE id = ANY($1::uuid[]) AND octet_length(data_key) > 0',
    values: [merchantIds],
  })
  return new Map(rows.map((row) => [row.id, new Uint8Array(row.data_key)]))
}
