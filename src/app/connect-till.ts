import { renewalTime } from '../domain/renewal-time.ts'
import type { Clock } from '../ports/clock.ts'
import type { Merchants } from '../ports/merchants.ts'
import type { TillCredentials, TillTokens } from '../ports/till.ts'
import type { KnownTill, TillRecord, Tills, TokenTerms } from '../ports/tills.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { newId, newWebhookSecret } from '../secrets/random-id.ts'

type Deps = {
  tills: Pick<Tills, 'connect'>
  merchants: Pick<Merchants, 'find'>
  keyring: Pick<Keyring, 'open'>
  /** Codes that open coupons already have must be made in the new till, too. Idempotent. */
  onTillConnected(merchantId: string, tillId: string): Promise<void>
  now: Clock
}

export type TillRequest =
  /** `shop` is `name.myshopify.com`. */
  | { provider: 'shopify'; shop: string; accessToken: string; name?: string | undefined }
  | {
      provider: 'square'
      merchantId: string
      accessToken: string
      name?: string | undefined
      /** Of a sign-in at the till: the token ends, and is renewed. */
      grant?: TillTokens | undefined
    }
  | { provider: 'open'; name: string }

export type ConnectTill = (
  merchantId: string,
  request: TillRequest,
) => Promise<
  | { ok: true; till: KnownTill; created: boolean; webhookSecret?: string }
  | { ok: false; reason: 'connected-elsewhere' | 'unknown-merchant' }
>

/** Connects a till, or renews the token of one that the merchant has. An open till's secret is told once. */
export function connectTillWith({ tills, merchants, keyring, onTillConnected, now }: Deps): ConnectTill {
  return async (merchantId, request) => {
    const merchant = await merchants.find(merchantId)
    if (!merchant) return { ok: false, reason: 'unknown-merchant' }
    const at = now()
    const credentials = asCredentials(request)
    const grant = request.provider === 'square' ? request.grant : undefined
    const kept = { ...credentials, ...(grant?.refreshToken && { refreshToken: grant.refreshToken }) }
    const secrets = keyring.open(merchantId, merchant.dataKey).seal(JSON.stringify(kept))
    const head = { merchantId, id: newId(at), state: 'active', createdAt: at, ...nameOf(request) }
    const connected = await tills.connect(head, secrets, grant && termsOf(grant, at))
    if (!connected.ok) return connected
    await onTillConnected(merchantId, connected.till.id)
    const told = credentials.provider === 'open' ? { webhookSecret: credentials.webhookSecret } : {}
    return { ...connected, ...told }
  }
}

const termsOf = (grant: TillTokens, now: number): TokenTerms => ({
  accessExpiresAt: grant.accessExpiresAt,
  refreshExpiresAt: grant.refreshExpiresAt,
  scopes: grant.scopes ?? [],
  renewAt: renewalTime(grant, now),
})

function asCredentials(request: TillRequest): TillCredentials {
  switch (request.provider) {
    case 'shopify':
      return { provider: 'shopify', shop: request.shop, accessToken: request.accessToken }
    case 'square':
      return { provider: 'square', merchantId: request.merchantId, accessToken: request.accessToken }
    case 'open':
      return { provider: 'open', webhookSecret: newWebhookSecret() }
  }
}

function nameOf(request: TillRequest): Pick<TillRecord, 'provider' | 'name' | 'externalId'> {
  const { provider } = request
  switch (provider) {
    case 'shopify':
      return { provider, name: request.name ?? request.shop, externalId: request.shop }
    case 'square':
      return { provider, name: request.name ?? 'Square', externalId: request.merchantId }
    case 'open':
      return { provider, name: request.name, externalId: null }
  }
}
