import type { Merchants } from '../ports/merchants.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { digestOf } from './contact-digests.ts'

type Deps = { merchants: Pick<Merchants, 'find'>; keyring: Pick<Keyring, 'open'> }

/** Digests, as hex, of the e-mail address or telephone number that somebody searches for; none where it is neither. */
export type ContactsSearched = (merchantId: string, search: string) => Promise<string[]>

export const contactsSearchedWith =
  ({ merchants, keyring }: Deps): ContactsSearched =>
  async (merchantId, search) => {
    if (!/[@+]|^00/.test(search)) return []
    const merchant = await merchants.find(merchantId)
    if (!merchant) return []
    const key = keyring.open(merchantId, merchant.dataKey)
    return (['email', 'phone'] as const).flatMap((kind) => digestOf(key, { kind, value: search }))
  }
