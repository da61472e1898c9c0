import { z } from 'zod'
import { normaliseShop } from './shop-domain.ts'
import { loadShopify, shopifyFor } from './shopify-module.ts'

export type AppKeys = {
  apiKey: string /** Newest first: two while Shopify rotates it. */
  apiSecrets: readonly string[]
}

/** `exp` is checked by the library, but only where there is one. */
const claims = z.object({ iss: z.string().max(300), dest: z.string().max(300), exp: z.number() })

/**
 * The shop for which Shopify signed this session token: HS256 under the app's secret, for this app, still in its minute.
 * Null for anything else.
 * @see https://shopify.dev/docs/apps/build/authentication-authorization/session-tokens
 */
export async function shopOfSessionToken(token: string, app: AppKeys): Promise<string | null> {
  const { api } = await loadShopify()
  for (const apiSecret of app.apiSecrets) {
    const { session } = shopifyFor(api, { apiKey: app.apiKey, apiSecret })
    try {
      return shopIn(await session.decodeSessionToken(token))
    } catch (error) {
      // The error's own message quotes the token.
      if (!(error instanceof api.InvalidJwtError)) throw error
    }
  }
  return null
}

/** Issuer and destination must be the same shop. */
function shopIn(payload: unknown): string | null {
  const read = claims.safeParse(payload)
  if (!read.success) return null
  const shop = normaliseShop(read.data.dest.replace(/^https:\/\//, ''))
  const issuer = read.data.iss.replace(/^https:\/\//, '').replace(/\/admin$/, '')
  return shop !== null && normaliseShop(issuer) === shop ? shop : null
}
