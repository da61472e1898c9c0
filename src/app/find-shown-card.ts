import { readScannedText } from '../domain/scanned-text.ts'
import type { Clock } from '../ports/clock.ts'
import type { LiveCodes } from '../ports/live-codes.ts'
import { type CardStore, type CardTransaction, keyText } from '../ports/store.ts'

export type ShownCard =
  | {
      ok: true
      /** The one that goes on, where the shown one was merged into another. */
      cardId: string
      state: string
      merged: boolean
      /** Named by its code. */
      couponId: string | null
    }
  /** `card-needed`: many cards share this code. */
  | { ok: false; reason: 'unknown' | 'code-expired' | 'card-needed' }

type Deps = {
  store: CardStore
  liveCodes: Pick<LiveCodes, 'read'>
  directory: {
    find(kind: 'card-token', text: string): Promise<{ merchantId: string; targetId: string } | null>
  }
  clock: Clock
}

/** Whose card or coupon was scanned or typed at the counter. Changes nothing. */
export type FindShownCard = (input: {
  merchantId: string
  text: string
  /** When it was shown; now when left out. */
  at?: number | undefined
}) => Promise<ShownCard>

export const findShownCardWith =
  (deps: Deps): FindShownCard =>
  async ({ merchantId, text, at }) => {
    const scanned = readScannedText(text)
    const read = scanned.card ? await deps.liveCodes.read(merchantId, scanned.card, at ?? deps.clock()) : null
    if (read && !read.ok && read.reason === 'code-expired') return { ok: false, reason: 'code-expired' }
    const linked = scanned.cardToken ? await deps.directory.find('card-token', scanned.cardToken) : null
    return deps.store.transact(async (tx) => {
      const shown = { merchantId, serial: read?.ok ? read.serial : null, code: scanned.code }
      const found = linked?.merchantId === merchantId ? { cardId: linked.targetId } : await locate(tx, shown)
      if (found === 'shared') return { ok: false, reason: 'card-needed' }
      return found ? follow(tx, merchantId, found) : { ok: false, reason: 'unknown' }
    })
  }

type Found = { cardId: string; couponId?: string }

async function locate(
  tx: CardTransaction,
  { merchantId, serial, code }: { merchantId: string; serial: string | null; code: string | undefined },
): Promise<Found | 'shared' | null> {
  const cardId = serial === null ? null : await tx.cardBySerial(merchantId, serial)
  if (cardId !== null) return { cardId }
  return code === undefined ? null : tx.couponByCode(merchantId, code)
}

async function follow(tx: CardTransaction, merchantId: string, found: Found): Promise<ShownCard> {
  const key = { merchantId, id: found.cardId }
  const books = await tx.lockCards([key], { wholeHistory: false, follow: true })
  const card = books.get(keyText(key))?.card
  if (!card || card.state === 'erased') return { ok: false, reason: 'unknown' }
  const { id, state } = card
  return { ok: true, cardId: id, state, merged: id !== found.cardId, couponId: found.couponId ?? null }
}
