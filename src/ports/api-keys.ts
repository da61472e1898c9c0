import type { AfterId } from './programs.ts'

/** A key of the REST API, without the key itself: of that only a digest is kept. */
export type ApiKeyRecord = {
  id: string
  label: string
  createdAt: number
  /** To the minute; null for a key that was never used. */
  usedAt: number | null
  revokedAt: number | null
}

export type ApiKeys = {
  /** False when the merchant has `most` keys in use already, or was erased: nothing was made. */
  add(
    merchantId: string,
    key: { id: string; label: string; key: string; createdAt: number },
    most: number,
  ): Promise<boolean>
  /** Newest first; revoked ones among them. */
  list(merchantId: string, page: AfterId): Promise<ApiKeyRecord[]>
  /** The key leads nowhere from now on; processes that have just seen it believe it for ten seconds. Idempotent. */
  revoke(merchantId: string, id: string, at: number): Promise<'revoked' | 'unknown' | 'last'>
}
