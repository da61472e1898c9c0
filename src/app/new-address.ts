import type { Merchants } from '../ports/merchants.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { type CardChangeDeps, openCard, saveCard } from './open-card.ts'

type Deps = CardChangeDeps & {
  merchants: Pick<Merchants, 'find'>
  keyring: Pick<Keyring, 'open'>
}

export type NewAddress = (input: {
  merchantId: string
  cardId: string
}) => Promise<
  | { ok: true /** Secret part of the new address. */; token: string }
  | { ok: false; reason: 'unknown-card' | 'card-not-active' }
>

/**
 * Cuts a lost phone off: the web address changes, and the pass in Apple Wallet on phones so far may be fetched once
 * more, void, and then never again. The number in the barcode stays: whoever wants a new one makes a new card and
 * merges the old one into it.
 */
export const newAddressWith =
  ({ merchants, keyring, ...deps }: Deps): NewAddress =>
  async ({ merchantId, cardId }) => {
    const merchant = await merchants.find(merchantId)
    if (!merchant) return { ok: false, reason: 'unknown-card' }
    const dataKey = keyring.open(merchantId, merchant.dataKey)
    return deps.store.transact(async (tx) => {
      const opened = await openCard(deps, tx, { merchantId, id: cardId })
      if (!opened || opened.book.card.state === 'erased') return { ok: false, reason: 'unknown-card' }
      if (opened.book.card.state === 'merged') return { ok: false, reason: 'card-not-active' }
      const key = { merchantId, id: cardId }
      const token = await tx.changeAddress(key, (version) => dataKey.cardToken(cardId, version))
      opened.book.visible = true
      await saveCard(tx, opened.book)
      return { ok: true, token }
    })
  }
