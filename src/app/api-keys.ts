import type { ApiKeys } from '../ports/api-keys.ts'
import type { Clock } from '../ports/clock.ts'
import { newApiKey, newId } from '../secrets/random-id.ts'

type Deps = { apiKeys: Pick<ApiKeys, 'add'>; now: Clock }

/** Enough for every script and till of a shop, and few enough to keep an eye on. */
const mostKeys = 50

export type AddApiKey = (input: {
  merchantId: string
  label: string
}) => Promise<
  { ok: true; id: string; label: string; key: string; createdAt: number } | { ok: false; reason: 'too-many' }
>

/** A further key of the REST API. It is told here and never again. */
export const addApiKeyWith =
  ({ apiKeys, now }: Deps): AddApiKey =>
  async ({ merchantId, label }) => {
    const createdAt = now()
    const made = { id: newId(createdAt), label, key: newApiKey(), createdAt }
    return (await apiKeys.add(merchantId, made, mostKeys))
      ? { ok: true, ...made }
      : { ok: false, reason: 'too-many' }
  }
