import type { Provider, TillCredentials } from '../ports/till.ts'
import type { Keyring } from '../secrets/keyring.ts'

/** What of a till says how it may be called. */
export type TillRow = {
  till_id: string
  provider: Provider
  till_external_id: string | null
  secrets: Buffer
  till_state: string
  data_key: Buffer
  access_expires_at: Date | null
  renew_at: Date | null
  sign_in_since: Date | null
}

/** Of `till t` and `merchant m`. */
export const tillColumns = `t.id AS till_id, t.provider, t.external_id AS till_external_id, t.secrets, t.state AS till_state,
  m.data_key, t.access_expires_at, t.renew_at, t.sign_in_since`

type Opened = { accessToken?: string; webhookSecret?: string; refreshToken?: string }

/** Null when the till has ended. `refreshToken` is for renewing alone: no client is given it. */
export function credentialsOf(
  keyring: Keyring,
  merchantId: string,
  row: TillRow,
): (TillCredentials & { accessToken?: string; refreshToken?: string | undefined }) | null {
  if (row.till_state !== 'active' || row.secrets.length === 0) return null
  const opened = JSON.parse(keyring.open(merchantId, row.data_key).unseal(row.secrets)) as Opened
  const { accessToken = '', webhookSecret = '', refreshToken } = opened
  const externalId = row.till_external_id ?? ''
  const standing = {
    till: { merchantId, id: row.till_id },
    renewable: row.renew_at !== null,
    expiresAt: row.access_expires_at?.getTime() ?? null,
    signInSince: row.sign_in_since?.getTime() ?? null,
  }
  switch (row.provider) {
    case 'shopify':
      return { provider: 'shopify', shop: externalId, accessToken, standing, refreshToken }
    case 'square':
      return { provider: 'square', merchantId: externalId, accessToken, standing, refreshToken }
    case 'open':
      return { provider: 'open', webhookSecret }
  }
}
