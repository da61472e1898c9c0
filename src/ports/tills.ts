import type { AfterId } from './programs.ts'
import type { Provider } from './till.ts'

export type TillRecord = {
  merchantId: string
  id: string
  provider: Provider
  name: string
  /** Shop domain or Square merchant id; none for an open till. */
  externalId: string | null
  /** active | revoked | uninstalled */
  state: string
  createdAt: number
}

export type Tills = {
  /**
   * Adds the till, or gives the merchant's till of the same shop the new secrets and makes it active again.
   * A shop that another merchant left (its till has ended) may move; one in use may not.
   */
  connect(
    till: TillRecord,
    secrets: Uint8Array<ArrayBuffer>,
  ): Promise<{ ok: true; till: TillRecord; created: boolean } | { ok: false; reason: 'connected-elsewhere' }>
  find(merchantId: string, tillId: string): Promise<TillRecord | null>
  list(merchantId: string, page: AfterId): Promise<TillRecord[]>
}
