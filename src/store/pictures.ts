import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { Clock } from '../ports/clock.ts'
import type { MerchantPictures, PictureKind } from '../ports/merchants.ts'
import { touchingCards } from './hot/touch-cards.ts'

/** SHA-256 in hex, by kind. */
export type PictureDigests = Partial<Record<PictureKind, string>>
type Drawn = Partial<Record<PictureKind, Uint8Array>> & { digests?: PictureDigests }

/** Which pictures a merchant has, as a column. @param merchantId SQL of the id */
export const picturesText = (merchantId: string): string =>
  `(SELECT json_object_agg(q.kind, encode(q.digest, 'hex')) FROM merchant_picture q WHERE q.merchant_id = ${merchantId})`

const cacheBytes = 16 * 1024 * 1024

/** The bytes behind the digests; those used last stay in memory, since every card of a merchant is drawn with them. */
export function createPictures(pool: pg.Pool): {
  of(merchantId: string, digests: PictureDigests | null): Promise<Drawn>
} {
  const kept = new Map<string, Uint8Array>()
  let size = 0

  function keep(key: string, bytes: Uint8Array): void {
    if (kept.has(key)) return
    kept.set(key, bytes)
    size += bytes.length
    for (const [oldest, each] of kept) {
      if (size <= cacheBytes) break
      kept.delete(oldest)
      size -= each.length
    }
  }

  async function read(merchantId: string, kind: string, digest: string): Promise<Uint8Array | null> {
    const key = `${merchantId}/${kind}/${digest}`
    const known = kept.get(key)
    if (known) return known
    const { rows } = await pool.query<{ bytes: Buffer }>({
      name: 'merchant-picture',
      text: `SELECT bytes FROM merchant_picture WHERE merchant_id = $1 AND kind = $2 AND digest = decode($3, 'hex')`,
      values: [merchantId, kind, digest],
    })
    // Replaced since the digest was read: whoever asks again gets the new one.
    if (!rows[0]) return null
    keep(key, rows[0].bytes)
    return rows[0].bytes
  }

  return {
    async of(merchantId, digests) {
      const asked = Object.entries(digests ?? {}).map(async ([kind, digest]) => {
        const bytes = await read(merchantId, kind, digest)
        return { kind, digest, bytes }
      })
      const found = (await Promise.all(asked)).filter(({ bytes }) => bytes !== null)
      if (found.length === 0) return {}
      return {
        ...Object.fromEntries(found.map(({ kind, bytes }) => [kind, bytes])),
        digests: Object.fromEntries(found.map(({ kind, digest }) => [kind, digest])),
      }
    },
  }
}

/** Changing a picture changes all cards, whose wallets are told. */
export function createMerchantPictures(pool: pg.Pool, now: Clock): MerchantPictures {
  const change = async (merchantId: string, text: string, values: unknown[]): Promise<void> => {
    await touchingCards(
      { pool, now: now() },
      { merchantId, programId: null },
      () => pool.query(text, [merchantId, ...values]),
      ({ rowCount }) => rowCount !== 0,
    )
  }
  return {
    async put(merchantId, kind, bytes) {
      const digest = createHash('sha256').update(bytes).digest()
      await change(
        merchantId,
        `INSERT INTO merchant_picture AS q (merchant_id, kind, bytes, digest) VALUES ($1, $2, $3, $4)
          ON CONFLICT (merchant_id, kind) DO UPDATE SET bytes = excluded.bytes, digest = excluded.digest
          WHERE q.digest <> excluded.digest`,
        [kind, bytes, digest],
      )
    },
    remove: (merchantId, kind) =>
      change(merchantId, 'DELETE FROM merchant_picture WHERE merchant_id = $1 AND kind = $2', [kind]),
  }
}
