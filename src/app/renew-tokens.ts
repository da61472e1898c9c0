import type { Logger } from 'pino'
import { renewalTime } from '../domain/renewal-time.ts'
import type { Clock } from '../ports/clock.ts'
import type { CodeRecords } from '../ports/codes.ts'
import type { Key } from '../ports/keys.ts'
import { ProviderError } from '../ports/provider-error.ts'
import type { Provider, RenewTokens, TillCredentials } from '../ports/till.ts'
import type { RenewalLease, TokenRecords } from '../ports/till-tokens.ts'

export type RenewTokensDeps = {
  records: TokenRecords
  codes: Pick<CodeRecords, 'credentials'>
  /** Undefined for tills whose tokens do not end, or whose app is not configured. */
  renewalOf(provider: Provider): RenewTokens | undefined
  clock: Clock
  pause(ms: number): Promise<void>
  log: Logger
}

/**
 * Gets a till a token other than `stale`: renews it, or waits for the process that does. Null when the till has ended
 * or the merchant has to sign in again; that is recorded.
 * @throws ProviderError, retryable, when the till could not be asked.
 */
export type RenewToken = (till: Key, stale: string) => Promise<TillCredentials | null>

const longestWaitMs = 10_000
const lookEveryMs = 250

export function renewTokenWith(deps: RenewTokensDeps): RenewToken {
  return async (till, stale) => {
    const until = deps.clock() + longestWaitMs
    do {
      const now = await deps.codes.credentials(till)
      if (!now || now.provider === 'open' || now.standing?.signInSince) return null
      if (now.accessToken !== stale) return now
      if (!now.standing?.renewable || !deps.renewalOf(now.provider)) {
        await deps.records.dead(till, stale)
        return null
      }
      const lease = await deps.records.lease(till)
      // Between the look and the lease another process may have been done: a second renewal would end the first one's token.
      if (lease && tokenOf(lease.credentials) !== stale) {
        await deps.records.released(lease)
        return deps.codes.credentials(till)
      }
      if (lease) return (await renew(deps, lease)) ? deps.codes.credentials(till) : null
      await deps.pause(lookEveryMs)
    } while (deps.clock() < until)
    throw new ProviderError('till', 'Another process is still renewing the token of this till.', {
      retryable: true,
      reason: 'busy',
    })
  }
}

const tokenOf = (credentials: TillCredentials): string | null =>
  credentials.provider === 'open' ? null : credentials.accessToken

/** Renews what is due; one till's failure keeps no other waiting. @returns how many tills were renewed */
export function renewDueTokensWith(deps: RenewTokensDeps): () => Promise<number> {
  return async () => {
    let count = 0
    for (const till of await deps.records.due(batch)) {
      const lease = await deps.records.lease(till)
      if (!lease) continue
      try {
        if (await renew(deps, lease)) count += 1
      } catch (error) {
        deps.log.warn(
          { err: error, merchantId: till.merchantId, tillId: till.id, failures: lease.failures + 1 },
          'a till’s token could not be renewed; it is tried again',
        )
      }
    }
    return count
  }
}

const batch = 50
const minute = 60_000

/** False when the till refused for good. @throws what the till threw, after the next try was set. */
async function renew(deps: RenewTokensDeps, lease: RenewalLease): Promise<boolean> {
  const { records, clock, log } = deps
  const { till, credentials, refreshToken } = lease
  const ask = deps.renewalOf(credentials.provider)
  try {
    const tokens = ask ? await ask(credentials, refreshToken) : null
    if (tokens) {
      // A till may answer with a new refresh token, or leave the old one good.
      const kept = { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken }
      return await records.renewed(lease, kept, renewalTime(kept, clock()))
    }
  } catch (error) {
    const wait = Math.min(60 * minute, minute * 2 ** Math.min(lease.failures, 10))
    const wish = error instanceof ProviderError ? (error.retryAfterMs ?? 0) : 0
    await records.postponed(lease, clock() + Math.max(wait, wish))
    throw error
  }
  await records.refused(lease)
  log.warn(
    { merchantId: till.merchantId, tillId: till.id, provider: credentials.provider },
    'the till renews the token no more: the merchant has to sign in there again',
  )
  return false
}
