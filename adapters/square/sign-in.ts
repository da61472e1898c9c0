import type { Square, SquareClient } from 'square'
import { ProviderError } from '../../src/ports/provider-error.ts'
import type { RenewTokens, TillTokens } from '../../src/ports/till.ts'
import type { SellerProfile, TillSignIn, TokenStatus } from '../../src/ports/till-sign-in.ts'
import { failureOf, providerError } from './failure.ts'
import { type SquareAddress, squareSdk } from './sdk.ts'

export type SquareApp = SquareAddress & {
  applicationId: string
  applicationSecret: string
  /** As registered at Square. */
  redirectUrl: string
  /** Square's sandbox refuses `session=false`: there the seller's test account is opened beforehand. */
  sandbox: boolean
  clock: () => number
}

/** What Stampbridge asks a seller for, and nothing more. */
export const squareScopes = [
  'MERCHANT_PROFILE_READ',
  'ORDERS_READ',
  'PAYMENTS_READ',
  'CUSTOMERS_READ',
  'CUSTOMERS_WRITE',
  'ITEMS_READ',
  'ITEMS_WRITE',
] as const

/** Square's OAuth: the code flow of an app that keeps a secret, with a PKCE challenge on top. */
export function squareSignIn(app: SquareApp): TillSignIn {
  const { applicationId: clientId, applicationSecret: clientSecret, redirectUrl } = app
  return {
    provider: 'square',
    authorizeUrl({ state, challenge }) {
      const url = new URL('/oauth2/authorize', app.apiUrl)
      const query = { client_id: clientId, scope: squareScopes.join(' '), state, redirect_uri: redirectUrl }
      url.search = new URLSearchParams({
        ...query,
        code_challenge: challenge,
        code_challenge_method: 'S256',
        ...(!app.sandbox && { session: 'false' }),
      }).toString()
      return url.href
    },
    async exchange({ code, verifier }) {
      const answer = await refusable(app, 'trade a sign-in code for a token', (square) =>
        square.oAuth.obtainToken({
          clientId,
          clientSecret,
          code,
          grantType: 'authorization_code',
          redirectUri: redirectUrl,
          codeVerifier: verifier,
        }),
      )
      return answer && { sellerId: need(answer.merchantId, 'merchant'), tokens: tokensOf(answer) }
    },
    profile: (sellerId, accessToken) => readProfile(app, sellerId, accessToken),
    status: (accessToken) => statusOf(app, accessToken),
    async revoke(sellerId) {
      await endToken(app, { merchantId: sellerId })
    },
    async drop(accessToken) {
      await endToken(app, { accessToken, revokeOnlyAccessToken: true })
    },
  }
}

/**
 * A new access token for a refresh token; Square answers with the same refresh token, or with its successor. A refusal
 * is believed only when the access token is dead, too: otherwise the fault may be our own secret.
 */
export const squareRenewal =
  (app: SquareApp): RenewTokens =>
  async (till, refreshToken) => {
    const answer = await refusable(app, 'renew a token', (square) =>
      square.oAuth.obtainToken({
        clientId: app.applicationId,
        clientSecret: app.applicationSecret,
        grantType: 'refresh_token',
        refreshToken,
      }),
    )
    if (answer) return tokensOf(answer)
    const accessToken = till.provider === 'square' ? till.accessToken : ''
    if ((await statusOf(app, accessToken)) === null) return null
    throw new ProviderError(
      'square',
      'Square renews the token no more, though it is still good: SQUARE_APPLICATION_SECRET may be wrong.',
      { retryable: true },
    )
  }

async function statusOf(app: SquareApp, accessToken: string): Promise<TokenStatus | null> {
  const answer = await refusable(
    app,
    'say how a token stands',
    (square) => square.oAuth.retrieveTokenStatus(),
    accessToken,
  )
  return answer && { scopes: answer.scopes ?? [], accessExpiresAt: timeOf(answer.expiresAt) }
}

async function endToken(app: SquareApp, which: Square.RevokeTokenRequest): Promise<void> {
  await refusable(
    app,
    'end a permission',
    (square) =>
      square.oAuth.revokeToken(
        { clientId: app.applicationId, ...which },
        { headers: { Authorization: `Client ${app.applicationSecret}` } },
      ),
    // The SDK makes no call without a token, though the header above takes its place.
    'none',
  )
}

function tokensOf(answer: Square.ObtainTokenResponse): TillTokens {
  return {
    accessToken: need(answer.accessToken, 'token'),
    accessExpiresAt: timeOf(answer.expiresAt),
    refreshToken: answer.refreshToken ?? null,
    refreshExpiresAt: timeOf(answer.refreshTokenExpiresAt),
  }
}

async function readProfile(app: SquareApp, sellerId: string, accessToken: string): Promise<SellerProfile> {
  const ask = <T>(call: (square: SquareClient) => Promise<T>) =>
    attempt(app, 'describe the business', call, accessToken)
  const [{ merchant }, { locations = [] }] = await Promise.all([
    ask((square) => square.merchants.get({ merchantId: sellerId })),
    ask((square) => square.locations.list()),
  ])
  const main = locations.find(({ id }) => id === merchant?.mainLocationId) ?? locations[0]
  return {
    name: merchant?.businessName?.trim() || main?.businessName?.trim() || main?.name?.trim() || 'Square',
    country: merchant?.country ?? null,
    currency: merchant?.currency ?? null,
    locale: merchant?.languageCode ?? null,
    timeZone: main?.timezone ?? null,
    locations: locations.flatMap(({ id, name, timezone }) =>
      id ? [{ externalId: id, name: name?.trim() || null, timeZone: timezone ?? null }] : [],
    ),
  }
}

/** @throws ProviderError when Square failed, and also when it refused. */
async function attempt<T>(
  app: SquareApp,
  action: string,
  call: (square: SquareClient) => Promise<T>,
  accessToken?: string,
): Promise<T> {
  try {
    return await call(await squareSdk(accessToken, app))
  } catch (thrown) {
    const failure = failureOf(thrown)
    throw failure ? providerError(action, failure, app.clock()) : thrown
  }
}

/** As {@link attempt}; null where Square understood and refused for good. */
async function refusable<T>(
  app: SquareApp,
  action: string,
  call: (square: SquareClient) => Promise<T>,
  accessToken?: string,
): Promise<T | null> {
  try {
    return await attempt(app, action, call, accessToken)
  } catch (error) {
    if (error instanceof ProviderError && !error.retryable) return null
    throw error
  }
}

function need(value: string | undefined, what: string): string {
  if (value) return value
  throw new ProviderError('square', `Square answered without a ${what}.`, { retryable: true })
}

function timeOf(text: string | undefined): number | null {
  const time = text ? Date.parse(text) : Number.NaN
  return Number.isNaN(time) ? null : time
}
