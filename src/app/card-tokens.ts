import type { Merchants } from '../ports/merchants.ts'
import type { Keyring } from '../secrets/keyring.ts'

type Deps = { merchants: Pick<Merchants, 'find'>; keyring: Pick<Keyring, 'open'> }

/** Secret parts of cards' addresses, in the order given. */
export type CardTokens = (
  merchantId: string,
  cards: { id: string; tokenVersion: number }[],
) => Promise<string[]>

/** They are derived, never stored: one read of the merchant's key serves any number of its cards. */
export function cardTokensWith({ merchants, keyring }: Deps): CardTokens {
  return async (merchantId, cards) => {
    if (cards.length === 0) return []
    const merchant = await merchants.find(merchantId)
    if (!merchant) throw new Error('cards of a merchant that was erased')
    const dataKey = keyring.open(merchantId, merchant.dataKey)
    return cards.map(({ id, tokenVersion }) => dataKey.cardToken(id, tokenVersion))
  }
}
