import { z } from 'zod'
import type { Clock } from '../../src/ports/clock.ts'
import { ProviderError } from '../../src/ports/provider-error.ts'
import type { TillTokens } from '../../src/ports/till.ts'
import { normaliseShop } from './shop-domain.ts'

export type GrantOptions = {
  apiKey: string
  apiSecret: string
  /** Sends the calls to another host: sandbox, test double. */
  apiUrl?: string | undefined
  now: Clock
  timeoutMs?: number | undefined
}

type Grant = { grant_type: string } & Record<string, string>

/** Of an answer that does not say how long its token lives: asking again too soon is better than never. */
const shortestLifeMs = 3_600_000

const seconds = z
  .number()
  .positive()
  .max(10 * 365 * 86_400)
const answerSchema = z.object({
  access_token: z.string().min(1).max(1000),
  scope: z.string().max(5000).nullish(),
  expires_in: seconds.nullish(),
  refresh_token: z.string().min(1).max(1000).nullish(),
  refresh_token_expires_in: seconds.nullish(),
})
const userSchema = z.object({ associated_user: z.object({ account_owner: z.boolean() }) })
const refusalSchema = z.object({ error: z.string().max(200) })

/**
 * An expiring offline token for a session token. The library's own call is not used, and neither is its refresh: they
 * wait for ever, and they drop a refresh token whose lifetime is not said, with which the shop would be lost.
 * @returns null when Shopify refuses the session token
 * @see https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/token-exchange
 */
export const exchangeToken = (
  options: GrantOptions,
  shop: string,
  sessionToken: string,
): Promise<TillTokens | null> =>
  ask(options, shop, {
    ...exchanging(sessionToken, 'offline'),
    expiring: '1',
  })

const exchanging = (sessionToken: string, mode: 'offline' | 'online') => ({
  grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
  subject_token: sessionToken,
  subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
  requested_token_type: `urn:shopify:params:oauth:token-type:${mode}-access-token`,
})

/**
 * Whether the session token is the store owner's. It names its user by number alone; who that is, Shopify tells with
 * a token of that user, which is not used and ends by itself within a day. It leaves the shop's own tokens as they are.
 * @returns null when Shopify refuses the session token
 * @see https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/online-access-tokens
 */
export async function isStoreOwner(
  options: GrantOptions,
  shop: string,
  sessionToken: string,
): Promise<boolean | null> {
  const body = await askFor(options, shop, exchanging(sessionToken, 'online'))
  if (body === null) return null
  const answer = userSchema.safeParse(body)
  if (!answer.success) throw failed(`Shopify's answer about the user at ${shop} is not understood`)
  return answer.data.associated_user.account_owner
}

/** The next pair of tokens; the old pair is dead afterwards. @returns null when the refresh token is good no more. */
export const refreshTokens = (
  options: GrantOptions,
  shop: string,
  refreshToken: string,
): Promise<TillTokens | null> =>
  ask(options, shop, { grant_type: 'refresh_token', refresh_token: refreshToken })

async function ask(options: GrantOptions, shop: string, grant: Grant): Promise<TillTokens | null> {
  const body = await askFor(options, shop, grant)
  if (body === null) return null
  const answer = answerSchema.safeParse(body)
  if (!answer.success) throw failed(`Shopify's answer with the tokens of ${shop} is not understood`)
  return tokensOf(answer.data, grant.refresh_token ?? null, options.now())
}

/** What Shopify answers, unread; null when it refuses the grant for good. */
async function askFor(options: GrantOptions, shop: string, grant: Grant): Promise<object | null> {
  const name = normaliseShop(shop)
  if (!name) throw failed('the shop must be named as your-shop.myshopify.com', false)
  const response = await post(options, name, grant)
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) return refused(response, body, name)
  return typeof body === 'object' && body !== null ? body : {}
}

async function post(options: GrantOptions, shop: string, grant: Grant): Promise<Response> {
  const host = options.apiUrl?.replace(/\/+$/, '') ?? `https://${shop}`
  const { apiKey: client_id, apiSecret: client_secret, timeoutMs = 10_000 } = options
  try {
    return await fetch(`${host}/admin/oauth/access_token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ client_id, client_secret, ...grant }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
  } catch {
    // The cause may quote the request, and with it the secrets.
    throw new ProviderError('shopify', `Shopify could not be reached for ${shop}`, {
      retryable: true,
      reason: 'unreachable',
    })
  }
}

const deadGrants = new Set(['invalid_grant', 'invalid_subject_token'])

/** Null for what only the merchant can mend; anything else may pass, or is the operator's to mend. */
function refused(response: Response, body: unknown, shop: string): null {
  const refusal = refusalSchema.safeParse(body)
  const why = refusal.success ? refusal.data.error : `HTTP ${response.status}`
  if (response.status < 500 && deadGrants.has(why)) return null
  if (why === 'invalid_client')
    throw failed('Shopify refuses the app itself: check SHOPIFY_API_KEY and SHOPIFY_API_SECRET')
  const pause = Number(response.headers.get('retry-after'))
  throw failed(`Shopify gave no token for ${shop} (${why})`, true, pause > 0 ? pause * 1000 : undefined)
}

function tokensOf(
  answer: z.infer<typeof answerSchema>,
  usedRefreshToken: string | null,
  now: number,
): TillTokens {
  const refreshToken = answer.refresh_token ?? usedRefreshToken
  const lifeMs = answer.expires_in ? answer.expires_in * 1000 : shortestLifeMs
  return {
    accessToken: answer.access_token,
    // Without a refresh token and without an end it is a token of the old kind.
    accessExpiresAt: refreshToken || answer.expires_in ? now + lifeMs : null,
    refreshToken,
    refreshExpiresAt: answer.refresh_token_expires_in ? now + answer.refresh_token_expires_in * 1000 : null,
    ...(answer.scope != null && { scopes: scopesOf(answer.scope) }),
  }
}

const scopesOf = (text: string): string[] =>
  text
    .split(',')
    .map((scope) => scope.trim())
    .filter(Boolean)

const failed = (message: string, retryable = true, retryAfterMs?: number) =>
  new ProviderError('shopify', message, { retryable, retryAfterMs })
