import { walletobjects, type walletobjects_v1 } from '@googleapis/walletobjects'
import { JWT } from 'google-auth-library'
import type { Clock } from '../../src/ports/clock.ts'
import type { WalletMessage } from '../../src/ports/wallet.ts'
import { type ApiFailure, readFailure } from './api-error.ts'
import type { GoogleKey } from './key.ts'
import type { RateLimit } from './rate-limit.ts'
import { type PassKind, type Resources, resourceCalls } from './resource-calls.ts'

/**
 * Google Wallet's REST API. Every method may be repeated, also after an answer was lost.
 * @throws ProviderError, `retryable` when Google was down, slow or throttling.
 */
export type GoogleWalletClient = {
  /** Makes the class, or brings it up to date. */
  putClass<K extends PassKind>(kind: K, passClass: Resources[K]['class']): Promise<void>
  /**
   * Makes the object, or brings it up to date. `exists` is a guess that saves a call. `notify` asks Google to tell the
   * holder; when the day's notices are used up, the update goes through silently.
   */
  putObject<K extends PassKind>(
    kind: K,
    object: Resources[K]['object'],
    hint: { exists: boolean; notify: boolean },
  ): Promise<PutResult>
  /** Changes some fields of an offer. What Google does not know stays unknown. */
  changeOffer(changes: { id: string }): Promise<void>
  /**
   * Adds a message to a card; `aloud` asks the phone to show it. Returns whether Google took it aloud: when the day's
   * notices are used up, it goes through silently. Repeated, the message is there twice.
   */
  addMessage(objectId: string, message: WalletMessage, aloud: boolean): Promise<{ aloud: boolean }>
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
      if (failure.kind === 'throttled') await limit.pause(failure.error.retryAfterMs ?? 1000)
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

  const insertObject = <K extends PassKind>(kind: K, object: Resources[K]['object']) =>
    call((google, request) => resourceCalls[kind].insertObject(google, object, request))
  const patchObject = (kind: PassKind, { id, ...body }: { id: string }, notify: boolean) => {
    // Holds for this one call; leaving it out means silence.
    const changes = { ...body, ...(notify && { notifyPreference: 'NOTIFY_ON_UPDATE' }) }
    return call((google, request) => resourceCalls[kind].patchObject(google, id, changes, request))
  }

  return {
    async putClass(kind, passClass) {
      const made = await call((google, request) =>
        resourceCalls[kind].insertClass(google, passClass, request),
      )
      if (made.ok) return
      if (made.status !== 409) throw made.error
      const { id, ...body } = passClass
      const patched = await call((google, request) =>
        resourceCalls[kind].patchClass(google, id, body, request),
      )
      if (!patched.ok) throw patched.error
    },

    async putObject(kind, object, { exists, notify }) {
      let answer = exists ? await patchObject(kind, object, notify) : await insertObject(kind, object)
      if (!answer.ok && notify && answer.kind === 'quota') answer = await patchObject(kind, object, false)
      // Should Google not let an object change its class, it goes on in the one it has.
      if (!answer.ok && exists && answer.status === 400) {
        const { classId: _, ...rest } = object
        const kept = await patchObject(kind, rest, notify)
        if (kept.ok) answer = kept
      }
      if (!answer.ok && exists && answer.status === 404) {
        answer = await insertObject(kind, object)
        if (!answer.ok && answer.status === 404) return { outcome: 'class-missing' }
      }
      if (!answer.ok && !exists) {
        if (answer.status === 404) return { outcome: 'class-missing' }
        if (answer.status === 409) answer = await patchObject(kind, object, false)
      }
      if (!answer.ok) throw answer.error
      return { outcome: 'done', held: answer.value.data.hasUsers ?? null }
    },

    async changeOffer({ id, ...changes }) {
      const answer = await call((google, request) =>
        resourceCalls.offer.patchObject(google, id, changes, request),
      )
      if (!answer.ok && answer.status !== 404) throw answer.error
    },

    async addMessage(resourceId, message, aloud) {
      const add = (messageType: string) =>
        call((google, request) =>
          google.loyaltyobject.addmessage(
            { resourceId, requestBody: { message: { ...asMessage(message), messageType } } },
            request,
          ),
        )
      let answer = await add(aloud ? 'TEXT_AND_NOTIFY' : 'TEXT')
      const spent = !answer.ok && aloud && answer.kind === 'quota'
      if (spent) answer = await add('TEXT')
      if (!answer.ok) throw answer.error
      return { aloud: aloud && !spent }
    },
  }
}

const asMessage = ({ id, header, body, until }: WalletMessage) => ({
  id,
  header,
  body,
  ...(until !== undefined && { displayInterval: { end: { date: new Date(until).toISOString() } } }),
})

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
