import type { Clock } from '../ports/clock.ts'
import { ProviderError } from '../ports/provider-error.ts'
import type { Provider } from '../ports/till.ts'
import type { TillSignIn } from '../ports/till-sign-in.ts'
import type { Tills } from '../ports/tills.ts'

type Deps = {
  tills: Pick<Tills, 'find' | 'end'>
  /** Null for tills that give no permission that could be ended from here. */
  signInOf(provider: Provider): Pick<TillSignIn, 'revoke'> | null
  now: Clock
}

export type DisconnectTill = (
  merchantId: string,
  tillId: string,
) => Promise<{ ok: true } | { ok: false; reason: 'unknown' | 'unreachable' }>

/**
 * Ends the permission at the till, then the connection here. In this order: a token that nobody knows any more could
 * not be revoked. Idempotent.
 */
export function disconnectTillWith({ tills, signInOf, now }: Deps): DisconnectTill {
  return async (merchantId, tillId) => {
    const till = await tills.find(merchantId, tillId)
    if (!till) return { ok: false, reason: 'unknown' }
    // Without refresh a token was typed in: it is the merchant's own, and not ours to revoke.
    const granted = till.token.accessExpiresAt !== null
    const signIn = till.state === 'active' && granted ? signInOf(till.provider) : null
    try {
      if (signIn && till.externalId !== null) await signIn.revoke(till.externalId)
    } catch (error) {
      if (error instanceof ProviderError) return { ok: false, reason: 'unreachable' }
      throw error
    }
    await tills.end(merchantId, tillId, now())
    return { ok: true }
  }
}
