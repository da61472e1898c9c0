import { createHmac, randomUUID } from 'node:crypto'
import { getJwt } from '@shopify/shopify-api/test-helpers'

export type TokenFaults = {
  /** Answers without `expires_in`. */
  silentLife: boolean
  /** Refresh tokens are good no more. */
  invalidGrant: boolean
}

type Pair = { access: string; refresh: string; endsAt: number }

/** Shopify's `/admin/oauth/access_token` of one app and one shop: one pair of tokens at a time, the newest. */
export type TokenDesk = {
  readonly apiKey: string
  /** What the merchant grants; given with the next token. */
  scope: string
  readonly faults: TokenFaults
  /** Whether whoever has the app open owns the store. */
  visitorOwns: boolean
  /** Grant types that were asked for the shop, oldest first, the refused ones too. */
  readonly grants: string[]
  /** The pair that is good now. */
  pair(): { access: string; refresh: string } | null
  isGood(accessToken: string): boolean
  /** The access token ends now; the refresh token stays good. */
  expire(): void
  /** The app is removed: every token is dead. */
  revoke(): void
  /** What App Bridge hands out in the shop's admin. */
  sessionToken(overrides?: Record<string, unknown>, secret?: string): Promise<string>
  /** The app's address as the admin opens it. */
  entryPath(overrides?: Record<string, string>): string
  answer(body: Record<string, string>): Promise<{ status: number; body: object }>
}

const onlineToken = 'urn:shopify:params:oauth:token-type:online-access-token'

const lifeSeconds = 3600
const refreshLifeSeconds = 90 * 86_400

export const appScopes =
  'write_customers,write_discounts,read_orders,read_customer_merge,read_customers,read_products,read_locations,read_discounts'

export function createTokenDesk(app: {
  shop: string
  apiKey: string
  secret: string
  now: () => number
}): TokenDesk {
  let pair: Pair | null = null
  const faults: TokenFaults = { silentLife: false, invalidGrant: false }
  const refusal = (error: string) => ({ status: 400, body: { error, error_description: 'refused' } })
  const next = () => {
    // Neither of the old pair is good from now on.
    pair = {
      access: `shpat_${randomUUID()}`,
      refresh: `shprt_${randomUUID()}`,
      endsAt: app.now() + lifeSeconds * 1000,
    }
    const lives = { expires_in: lifeSeconds, refresh_token_expires_in: refreshLifeSeconds }
    const body = { access_token: pair.access, refresh_token: pair.refresh, scope: desk.scope }
    return { status: 200, body: { ...body, ...(!faults.silentLife && lives) } }
  }
  /** A token of the visitor's own; those of the shop stay as they are. */
  const userOf = (body: Record<string, string>) => {
    if (body.client_id !== app.apiKey || body.client_secret !== app.secret) return refusal('invalid_client')
    if (!isSigned(body.subject_token ?? '', app.secret)) return refusal('invalid_subject_token')
    const associated_user = { id: 902541635, first_name: 'Kim', account_owner: desk.visitorOwns }
    return {
      status: 200,
      body: { access_token: `shpua_${randomUUID()}`, scope: desk.scope, expires_in: 86_399, associated_user },
    }
  }
  const desk: TokenDesk = {
    apiKey: app.apiKey,
    scope: appScopes,
    faults,
    visitorOwns: true,
    grants: [],
    pair: () => pair,
    isGood: (token) => pair?.access === token && app.now() < pair.endsAt,
    expire() {
      if (pair) pair.endsAt = 0
    },
    revoke() {
      pair = null
    },
    async sessionToken(overrides = {}, secret = app.secret) {
      const { token } = await getJwt(app.shop.split('.')[0] ?? '', app.apiKey, secret, overrides)
      return token
    },
    entryPath: (overrides = {}) => entryPath(app, overrides),
    async answer(body) {
      if (body.requested_token_type === onlineToken) return userOf(body)
      const kind = body.grant_type?.split(':').at(-1) ?? 'none'
      desk.grants.push(kind)
      if (body.client_id !== app.apiKey || body.client_secret !== app.secret) return refusal('invalid_client')
      if (kind === 'refresh_token')
        return !faults.invalidGrant && pair && body.refresh_token === pair.refresh
          ? next()
          : refusal('invalid_grant')
      if (kind !== 'token-exchange' || body.expiring !== '1') return refusal('invalid_request')
      return isSigned(body.subject_token ?? '', app.secret) ? next() : refusal('invalid_subject_token')
    },
  }
  return desk
}

function isSigned(token: string, secret: string): boolean {
  const [head = '', claims = '', signature = ''] = token.split('.')
  return createHmac('sha256', secret).update(`${head}.${claims}`).digest('base64url') === signature
}

function entryPath(
  app: { shop: string; secret: string; now: () => number },
  overrides: Record<string, string>,
): string {
  const query = new URLSearchParams({
    embedded: '1',
    host: Buffer.from(`admin.shopify.com/store/${app.shop.split('.')[0]}`).toString('base64'),
    locale: 'en',
    session: 'invented',
    shop: app.shop,
    timestamp: String(Math.floor(app.now() / 1000)),
    ...overrides,
  })
  query.sort()
  const signed = query.toString().replaceAll('+', '%20')
  const hmac = createHmac('sha256', app.secret).update(signed).digest('hex')
  return `/shopify?hmac=${hmac}&${signed}`
}
