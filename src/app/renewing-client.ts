import type { Clock } from '../ports/clock.ts'
import { ProviderError } from '../ports/provider-error.ts'
import type { Standing, TillClient, TillCredentials } from '../ports/till.ts'
import type { RenewToken } from './renew-tokens.ts'

type Connect = (credentials: TillCredentials) => TillClient | null
type Deps = { connect: Connect; renew: RenewToken; clock: Clock }
type Method = (...given: never[]) => Promise<unknown>

/** A token about to end is renewed before it is used. */
const marginMs = 60_000
const signInWaitMs = 5 * 60_000

/**
 * Clients whose calls outlive their token: it is renewed shortly before it ends, and once when the till refuses it.
 * While the merchant has to sign in again every call is put off, and nothing is given up.
 */
export function renewingClients({ connect, renew, clock }: Deps): Connect {
  return (credentials) => {
    const client = connect(credentials)
    const standing = credentials.provider === 'open' ? undefined : credentials.standing
    if (!client || !standing || credentials.provider === 'open') return client
    let current = { client, token: credentials.accessToken }
    const another = async () => {
      const fresh = await renew(standing.till, current.token)
      const connected = fresh && connect(fresh)
      if (!connected || fresh.provider === 'open') throw signInNeeded(fresh ?? credentials)
      current = { client: connected, token: fresh.accessToken }
    }
    const call = async (name: string, given: never[]) => {
      if (standing.signInSince !== null) throw signInNeeded(credentials)
      if (endsSoon(standing, clock()) && current.client === client) await another()
      const attempt = () => (current.client as unknown as Record<string, Method>)[name]!(...given)
      try {
        return await attempt()
      } catch (error) {
        if (!(error instanceof ProviderError) || !error.unauthorized) throw error
        await another()
        return attempt()
      }
    }
    const names = Object.entries(client).filter(([, value]) => typeof value === 'function')
    const wrapped = names.map(([name]) => [name, (...given: never[]) => call(name, given)])
    return { ...client, ...Object.fromEntries(wrapped) } as TillClient
  }
}

const endsSoon = ({ renewable, expiresAt }: Standing, now: number): boolean =>
  renewable && expiresAt !== null && expiresAt <= now + marginMs

const signInNeeded = ({ provider }: TillCredentials): ProviderError =>
  new ProviderError(provider, 'The merchant has to connect this till again: its permission has ended.', {
    retryable: true,
    reason: 'sign-in',
    retryAfterMs: signInWaitMs,
  })
