import { walletobjects, type walletobjects_v1 } from '@googleapis/walletobjects'
import { JWT } from 'google-auth-library'
import type { Clock } from '../../src/ports/clock.ts'
import { type ApiFailure, readFailure } from './api-error.ts'
import type { GoogleKey } from './key.ts'
import type { LoyaltyClass, LoyaltyObject } from './loyalty-object.ts'
import type { RateLimit } from './rate-limit.ts'

/**
 * Google Wallet's REST API. Both methods may be repeated, also after an answer was lost.
 * @throws ProviderError, `retryable` when Google was down, slow or throttling.
 */
export type GoogleWalletClient = {
  /** Makes the class, or brings it up to date. */
  putClass(loyaltyClass: LoyaltyClass): Promise<void>
  /**
   * Makes the object, or brings it up to date. `exists` is a guess that saves a call. `notify` asks Google to tell the
   * holder; when the day's notices are used up, the update goes through silently.
   */
  putObject(loyaltyObject: LoyaltyObject, hint: { exists: boolean; notify: boolean }): Promise<PutResult>
}

/** `held` is whether anybody has the pass, as far as Google says. */
export type PutResult = { outcome: 'done'; held: boolean | null } | { outcome: 'class-missing' }

export type ClientOptions = {
  key: GoogleKey
  limit: RateLimit
  clock: Clock
  /** Other hosts for tests and sandboxes. */
  apiUrl?: string | undefined
  tokenUrl?: string | undefined
  /** Milliseconds for one call, a token's renewal included. Google's 99th percentile is about 5 s. */
  timeout?: number | undefined
}

const googleTokenUrl = 'https://oauth2.googleapis.com/token'
const scope = 'https://www.googleapis.com/auth/wallet_object.issuer'

/** A client that signs in as the service account. One per process: it keeps the access token. */
export function createWalletClient(options: ClientOptions): GoogleWalletClient {
  const { limit, clock, timeout = 10_000 } = options
  let api = connect(options, timeout)

  async function attempt<T>(send: Send<T>): Promise<Answer<T>> {
    await limit.take()
    try {
      return { ok: true, value: await within(timeout, (signal) => send(api, { signal })) }
    } catch (thrown) {
      const failure = readFailure(thrown, clock())
      if (failure.kind === 'throttled') limit.pause(failure.error.retryAfterMs ?? 1000)
      return { ok: false, ...failure }
    }
  }

  async function call<T>(send: Send<T>): Promise<Answer<T>> {
    const used = api
    const answer = await attempt(send)
    if (answer.ok || answer.status !== 401) return answer
    // The library keeps an access token for its whole hour, though Google may have revoked it: start afresh, once.
    if (api === used) api = connect(options, timeout)
    return attempt(send)
  }

  const insertObject = (requestBody: LoyaltyObject) =>
    call((google, request) => google.loyaltyobject.insert({ requestBody }, request))
  const patchObject = ({ id: resourceId, ...body }: LoyaltyObject, notify: boolean) => {
    // Holds for this one call; leaving it out means silence.
    const requestBody = { ...body, ...(notify && { notifyPreference: 'NOTIFY_ON_UPDATE' }) }
    return call((google, request) => google.loyaltyobject.patch({ resourceId, requestBody }, request))
  }

  return {
    async putClass(requestBody) {
      const made = await call((google, request) => google.loyaltyclass.insert({ requestBody }, request))
      if (made.ok) return
      if (made.status !== 409) throw made.error
      const { id: resourceId, ...body } = requestBody
      const patched = await call((google, request) =>
        google.loyaltyclass.patch({ resourceId, requestBody: body }, request),
      )
      if (!patched.ok) throw patched.error
    },

    async putObject(object, { exists, notify }) {
      let answer = exists ? await patchObject(object, notify) : await insertObject(object)
      if (!answer.ok && notify && answer.kind === 'quota') answer = await patchObject(object, false)
      if (!answer.ok && exists && answer.status === 404) {
        answer = await insertObject(object)
        if (!answer.ok && answer.status === 404) return { outcome: 'class-missing' }
      }
      if (!answer.ok && !exists) {
        if (answer.status === 404) return { outcome: 'class-missing' }
        if (answer.status === 409) answer = await patchObject(object, false)
      }
      if (!answer.ok) throw answer.error
      return { outcome: 'done', held: answer.value.data.hasUsers ?? null }
    },
  }
}

type Api = walletobjects_v1.Walletobjects
type Send<T> = (api: Api, request: { signal: AbortSignal }) => Promise<T>
type Answer<T> = { ok: true; value: T } | ({ ok: false } & ApiFailure)

const connect = (options: ClientOptions, timeout: number): Api =>
  walletobjects({
    version: 'v1',
    auth: signIn(options, timeout),
    // The outbox retries, with its own pauses; the library would only do it for some methods.
    retry: false,
    ...(options.apiUrl && { rootUrl: options.apiUrl }),
  })

function signIn({ key, tokenUrl }: ClientOptions, timeout: number): JWT {
  return new JWT({
    email: key.email,
    key: key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    scopes: [scope],
    transporterOptions: {
      timeout,
      // The library takes no other token address; its audience stays Google's.
      ...(tokenUrl && {
        fetchImplementation: (...[target, init]: Parameters<typeof fetch>) =>
          fetch(String(target) === googleTokenUrl ? tokenUrl : target, init),
      }),
    },
  })
}

/** Also ends the wait for an access token, whose request the signal does not reach. */
function within<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(milliseconds)
  const expired = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  return Promise.race([work(signal), expired])
}
