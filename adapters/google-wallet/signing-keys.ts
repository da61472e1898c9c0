import { z } from 'zod'
import type { Clock } from '../../src/ports/clock.ts'
import { ProviderError } from '../../src/ports/provider-error.ts'
import { p256Key, type RootKey } from './callback-message.ts'

/** Where Google publishes the keys that sign callbacks. */
export const googleKeysUrl = 'https://pay.google.com/gp/m/issuer/keys'

const KeyList = z.object({
  keys: z
    .array(
      z.object({
        keyValue: z.string().max(1000),
        protocolVersion: z.string().max(50),
        keyExpiration: z.coerce.number().int().positive().optional(),
      }),
    )
    .max(100),
})

/** Root keys from Google's list (or an operator's copy of it); keys of other protocols are left out. */
export function parseRootKeys(json: unknown): RootKey[] {
  return KeyList.parse(json).keys.flatMap(({ keyValue, protocolVersion, keyExpiration }) => {
    const key = protocolVersion === 'ECv2SigningOnly' ? p256Key(keyValue) : null
    return key ? [{ key, expiresAt: keyExpiration ?? Number.POSITIVE_INFINITY }] : []
  })
}

const freshFor = 3_600_000
const retryAfter = 60_000
const sizeLimit = 100_000

/**
 * Fetches the list once an hour, for all callers together. While Google does not answer, the keys it gave before go
 * on, until they expire; it is asked again once a minute.
 * @throws ProviderError, retryable, while there never was a list.
 */
export function createRootKeys(deps: {
  url: string
  clock: Clock
  fetch?: typeof fetch
}): () => Promise<RootKey[]> {
  const { url, clock } = deps
  const load = deps.fetch ?? fetch
  let keys: RootKey[] | undefined
  let askAgainAt = 0
  let asking: Promise<void> | undefined
  const ask = async () => {
    try {
      keys = parseRootKeys(await fetchJson(load, url))
      askAgainAt = clock() + freshFor
    } catch (cause) {
      askAgainAt = clock() + retryAfter
      if (!keys) throw unavailable(cause)
    } finally {
      asking = undefined
    }
  }
  return async () => {
    if (clock() >= askAgainAt) {
      asking ??= ask()
      await asking
    }
    if (!keys) throw unavailable(undefined)
    return keys
  }
}

const unavailable = (cause: unknown) =>
  new ProviderError('google-wallet', "Google's list of signing keys cannot be had", {
    retryable: true,
    cause,
  })

async function fetchJson(load: typeof fetch, url: string): Promise<unknown> {
  const response = await load(url, { signal: AbortSignal.timeout(10_000), redirect: 'error' })
  if (!response.ok) throw new Error(`the list of keys answered ${response.status}`)
  const text = await response.text()
  if (text.length > sizeLimit) throw new Error('the list of keys is too long')
  return JSON.parse(text)
}
