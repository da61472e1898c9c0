import type { Key } from './keys.ts'

export type PoolCodeState = 'free' | 'assigned' | 'used' | 'retired'
/** `at`: when it came in, or when a coupon took it. */
export type PoolCodeRow = { code: string; state: PoolCodeState; at: number }

/** What came of an import; `refused` is a CSV of line, code and reason. */
export type PoolImport = {
  id: string
  rewardId: string
  /** Null: they were typed. */
  fileName: string | null
  at: number
  added: number
  refusedCount: number
}

export type PoolDesk = {
  /** By their letters; `search` matches the beginning of a code. */
  codes(
    merchantId: string,
    rewardId: string,
    query: { search?: string | undefined; after?: string | undefined; limit: number },
  ): Promise<PoolCodeRow[]>
  /** Takes codes that no coupon has out of the pool: one of them, or all. Returns how many. */
  removeFree(merchantId: string, rewardId: string, code: string | null): Promise<number>
  noteImport(merchantId: string, report: PoolImport & { refused: string }): Promise<void>
  /** The newest first. */
  imports(merchantId: string, rewardId: string, limit: number): Promise<PoolImport[]>
  import(key: Key): Promise<(PoolImport & { refused: string }) | null>
}
