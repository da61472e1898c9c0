import type { Clock } from '../ports/clock.ts'
import type { MerchantRecord, Merchants } from '../ports/merchants.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { newApiKey, newId } from '../secrets/random-id.ts'

type Deps = { merchants: Pick<Merchants, 'add'>; keyring: Pick<Keyring, 'newDataKey'>; now: Clock }
type MerchantDraft = Pick<MerchantRecord, 'name' | 'country' | 'locale' | 'timeZone' | 'currency' | 'look'>

export type CreateMerchant = (draft: MerchantDraft) => Promise<{ merchant: MerchantRecord; apiKey: string }>

/** A tenant with its data key and its first key for the REST API. The key is told here and never again. */
export function createMerchantWith({ merchants, keyring, now }: Deps): CreateMerchant {
  return async (draft) => {
    const at = now()
    const id = newId(at)
    const merchant = { ...draft, id, dataKey: keyring.newDataKey(id), createdAt: at }
    const apiKey = newApiKey()
    await merchants.add(merchant, { id: newId(at), label: 'first key', key: apiKey })
    return { merchant, apiKey }
  }
}
