import { createHash } from 'node:crypto'
import type { Clock } from '../ports/clock.ts'
import type { Locations } from '../ports/locations.ts'
import type { Merchants } from '../ports/merchants.ts'
import type { TillTokens } from '../ports/till.ts'
import type { SellerOwner, SellerProfile, SignInStarts, TillSignIn } from '../ports/till-sign-in.ts'
import type { KnownTill } from '../ports/tills.ts'
import { newSecret } from '../secrets/random-id.ts'
import type { ConnectTill } from './connect-till.ts'
import type { CreateMerchant } from './create-merchant.ts'

/** How long somebody may take at the till's sign-in page, in milliseconds. */
export const signInMs = 10 * 60_000

type StartDeps = { starts: SignInStarts; signIn: TillSignIn; now: Clock }

/**
 * Sends a browser to the till's sign-in page. @param browser a secret of this browser's, from its cookie
 * @param merchantId who is signed in; null for visitors of the marketplace
 */
export type StartSignIn = (browser: string, merchantId: string | null) => Promise<{ url: string }>

export const startSignInWith =
  ({ starts, signIn, now }: StartDeps): StartSignIn =>
  async (browser, merchantId) => {
    const state = newSecret() + newSecret()
    const { provider } = signIn
    await starts.add({ state, browser, provider, merchantId, expiresAt: now() + signInMs })
    const challenge = createHash('sha256').update(verifierOf(browser, state)).digest('base64url')
    return { url: signIn.authorizeUrl({ state, challenge }) }
  }

/** Known only where the browser's cookie is: nothing that is stored or logged leads to it. */
const verifierOf = (browser: string, state: string): string =>
  createHash('sha256').update(`verifier\n${browser}\n${state}`).digest('base64url')

type FinishDeps = StartDeps & {
  ownerOf: SellerOwner
  createMerchant: CreateMerchant
  connectTill: ConnectTill
  merchants: Pick<Merchants, 'learnCurrency'>
  locations: Pick<Locations, 'put'>
  locales: readonly string[]
}

export type Arrival = { state: string; browser: string; code: string | null }
export type SignedInAtTill =
  | { ok: true; till: KnownTill; merchantId: string; started: 'console' | 'marketplace' }
  | { ok: false; reason: 'stale' | 'denied' | 'refused' | 'connected-elsewhere' | 'merchant-gone' }

/**
 * What comes back from the till's page, once. A seller that is known goes on with its till, cards and all; one from the
 * marketplace that nobody knows becomes a merchant.
 * @throws ProviderError when the till could not be asked; the visitor has to start again then.
 */
export type FinishSignIn = (arrival: Arrival) => Promise<SignedInAtTill>

export function finishSignInWith(deps: FinishDeps): FinishSignIn {
  const { starts, signIn, now } = deps
  return async ({ state, browser, code }) => {
    const start = await starts.take(signIn.provider, state, browser, now())
    if (!start) return { ok: false, reason: 'stale' }
    if (code === null) return { ok: false, reason: 'denied' }
    const granted = await signIn.exchange({ code, verifier: verifierOf(browser, state) })
    if (!granted) return { ok: false, reason: 'refused' }
    const { sellerId, tokens } = granted
    const owner = await deps.ownerOf(signIn.provider, sellerId)
    if (start.merchantId !== null && owner && owner.merchantId !== start.merchantId && owner.inUse) {
      // The permission itself belongs to the other merchant: only this one token is given back.
      await signIn.drop(tokens.accessToken)
      return { ok: false, reason: 'connected-elsewhere' }
    }
    const [profile, status] = await Promise.all([
      signIn.profile(sellerId, tokens.accessToken),
      signIn.status(tokens.accessToken),
    ])
    const merchantId = start.merchantId ?? owner?.merchantId ?? (await newMerchant(deps, profile))
    const grant = { ...tokens, scopes: status?.scopes ?? [] }
    const connected = await connect(deps, merchantId, sellerId, grant, profile)
    if (!connected.ok) {
      await signIn.drop(tokens.accessToken)
      return {
        ok: false,
        reason: connected.reason === 'unknown-merchant' ? 'merchant-gone' : connected.reason,
      }
    }
    const started = start.merchantId === null ? 'marketplace' : 'console'
    return { ok: true, till: connected.till, merchantId, started }
  }
}

async function connect(
  { connectTill, merchants, locations }: FinishDeps,
  merchantId: string,
  sellerId: string,
  grant: TillTokens,
  profile: SellerProfile,
) {
  const { accessToken } = grant
  const name = `Square · ${profile.name}`.slice(0, 100)
  const connected = await connectTill(merchantId, {
    provider: 'square',
    merchantId: sellerId,
    accessToken,
    name,
    grant,
  })
  if (!connected.ok) return connected
  if (profile.currency) await merchants.learnCurrency(merchantId, profile.currency)
  for (const location of profile.locations)
    await locations.put(merchantId, { ...location, tillId: connected.till.id })
  return connected
}

async function newMerchant({ createMerchant, locales }: FinishDeps, profile: SellerProfile): Promise<string> {
  const language = profile.locale?.split('-')[0]?.toLowerCase() ?? ''
  const { merchant } = await createMerchant({
    name: profile.name.slice(0, 100),
    country: profile.country,
    locale: locales.includes(language) ? (profile.locale ?? language) : 'en',
    timeZone: profile.timeZone ?? 'UTC',
    look: null,
  })
  return merchant.id
}
