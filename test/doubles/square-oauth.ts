import { createHash, randomBytes } from 'node:crypto'

export type SquareOauthBooks = {
  /** The newest token. */
  accessToken: string
  /** Older ones that are still good: Square gives a new one beside them. */
  olderTokens: Set<string>
  seller: {
    merchant: Record<string, unknown> & { id: string }
    locations: Record<string, unknown>[]
  }
  oauth: {
    clientId: string
    clientSecret: string
    /** Null: this seller gave no permission, or took it back. */
    refreshToken: string | null
    /** Codes that were given out and not traded yet. */
    codes: Map<string, { challenge: string | null; redirectUri: string }>
    scopes: string[]
    expiresAt: string
    /** How often a refresh token was traded. */
    renewals: number
    revocations: { merchantId: string | null; accessToken: string | null }[]
  }
}

type Answer = { status: number; body: unknown }

export const oauthBooks = (merchantId: string, accessToken: string): SquareOauthBooks => ({
  accessToken,
  olderTokens: new Set(),
  seller: {
    merchant: {
      id: merchantId,
      business_name: 'Harbour Coffee',
      country: 'DE',
      language_code: 'de-DE',
      currency: 'EUR',
      status: 'ACTIVE',
      main_location_id: 'LMAIN',
    },
    locations: [
      { id: 'LMAIN', name: 'Harbour Street', timezone: 'Europe/Berlin', status: 'ACTIVE', currency: 'EUR' },
      { id: 'LISLE', name: 'Isle Kiosk', timezone: 'Atlantic/Canary', status: 'ACTIVE', currency: 'EUR' },
    ],
  },
  oauth: {
    clientId: 'sq0idp-test',
    clientSecret: 'sq0csp-test',
    refreshToken: null,
    codes: new Map(),
    scopes: [],
    expiresAt: new Date(Date.now() + 30 * 86_400_000).toISOString(),
    renewals: 0,
    revocations: [],
  },
})

const refused = (status: number, code: string): Answer => ({
  status,
  body: { errors: [{ category: 'AUTHENTICATION_ERROR', code, detail: `a test double says ${code}` }] },
})

export const isGood = ({ accessToken, olderTokens }: SquareOauthBooks, authorization: string | undefined) =>
  [accessToken, ...olderTokens].some((token) => authorization === `Bearer ${token}`)

/** Every access token ends; refresh tokens stay. */
export function expireTokens(books: SquareOauthBooks): void {
  books.olderTokens.clear()
  books.accessToken = `unknown-${randomBytes(8).toString('hex')}`
}

/** What Square's page does when the seller presses Allow: the address that the browser is sent back to. */
export function allow(books: SquareOauthBooks, authorizeUrl: string): string {
  const query = new URL(authorizeUrl).searchParams
  const redirectUri = query.get('redirect_uri') ?? ''
  const code = `sq0cgb-${randomBytes(8).toString('hex')}`
  books.oauth.codes.set(code, { challenge: query.get('code_challenge'), redirectUri })
  books.oauth.scopes = (query.get('scope') ?? '').split(' ')
  const back = new URL(redirectUri)
  back.search = new URLSearchParams({
    code,
    response_type: 'code',
    state: query.get('state') ?? '',
  }).toString()
  return back.href
}

/** Null: not of OAuth. */
export function oauthAnswer(
  books: SquareOauthBooks,
  method: string,
  path: string,
  text: string,
  authorization: string | undefined,
): Answer | null {
  if (method !== 'POST' || !path.startsWith('/oauth2/')) return null
  const body = text === '' ? {} : JSON.parse(text)
  if (path === '/oauth2/token') return token(books, body)
  if (path === '/oauth2/token/status') return tokenStatus(books, authorization)
  if (path === '/oauth2/revoke') return revoke(books, body, authorization)
  return refused(404, 'NOT_FOUND')
}

function token(books: SquareOauthBooks, body: Record<string, string | undefined>): Answer {
  const { oauth } = books
  if (body.client_id !== oauth.clientId || body.client_secret !== oauth.clientSecret)
    return refused(401, 'UNAUTHORIZED')
  if (body.grant_type === 'refresh_token') {
    if (oauth.refreshToken === null || body.refresh_token !== oauth.refreshToken)
      return refused(401, 'UNAUTHORIZED')
    oauth.renewals += 1
    return { status: 200, body: grant(books) }
  }
  const code = oauth.codes.get(body.code ?? '')
  oauth.codes.delete(body.code ?? '')
  const verified =
    code?.challenge == null ||
    createHash('sha256')
      .update(body.code_verifier ?? '')
      .digest('base64url') === code.challenge
  if (!code || !verified || body.redirect_uri !== code.redirectUri) return refused(401, 'UNAUTHORIZED')
  oauth.refreshToken ??= `refresh-${randomBytes(8).toString('hex')}`
  return { status: 200, body: grant(books) }
}

function grant(books: SquareOauthBooks) {
  books.olderTokens.add(books.accessToken)
  books.accessToken = `access-${randomBytes(8).toString('hex')}`
  return {
    access_token: books.accessToken,
    token_type: 'bearer',
    expires_at: books.oauth.expiresAt,
    merchant_id: books.seller.merchant.id,
    refresh_token: books.oauth.refreshToken,
    short_lived: false,
  }
}

function tokenStatus(books: SquareOauthBooks, authorization?: string): Answer {
  const { oauth, seller } = books
  if (!isGood(books, authorization)) return refused(401, 'UNAUTHORIZED')
  const { scopes, expiresAt, clientId } = oauth
  const merchant_id = seller.merchant.id
  return { status: 200, body: { scopes, expires_at: expiresAt, client_id: clientId, merchant_id } }
}

function revoke(
  books: SquareOauthBooks,
  body: {
    client_id?: string
    merchant_id?: string
    access_token?: string
    revoke_only_access_token?: boolean
  },
  authorization: string | undefined,
): Answer {
  const { oauth } = books
  if (authorization !== `Client ${oauth.clientSecret}` || body.client_id !== oauth.clientId)
    return refused(401, 'UNAUTHORIZED')
  if (body.merchant_id !== undefined && body.access_token !== undefined) return refused(400, 'BAD_REQUEST')
  oauth.revocations.push({ merchantId: body.merchant_id ?? null, accessToken: body.access_token ?? null })
  if (body.revoke_only_access_token) {
    books.olderTokens.delete(body.access_token ?? '')
    if (body.access_token === books.accessToken)
      books.accessToken = `revoked-${randomBytes(8).toString('hex')}`
  } else if (body.merchant_id === books.seller.merchant.id) {
    expireTokens(books)
    oauth.refreshToken = null
  }
  return { status: 200, body: { success: true } }
}
