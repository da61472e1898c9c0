import type { MergeRecord } from '../domain/merge.ts'
import type { Key } from './keys.ts'

/** One merge as it is kept: what it moved, and whether it was undone. */
export type MergeEntry = {
  merchantId: string
  id: string
  fromCardId: string
  intoCardId: string
  /** Stamps moved, over all cycles. */
  stamps: number
  mergedAt: number
  undoneAt: number | null
  record: MergeRecord
}

/** What a card's transaction can do for merges. Ask under the locks of both cards. */
export type MergeTransaction = {
  find(key: Key): Promise<MergeEntry | null>
  add(merge: MergeEntry): Promise<void>
  markUndone(key: Key, at: number): Promise<void>
  /** The newest merge not undone that one of these cards took part in, on either side. */
  latestOf(merchantId: string, cardIds: string[]): Promise<MergeEntry | null>
  /** Cards that were merged into this one, directly or through others. */
  leadingTo(card: Key): Promise<string[]>
}
