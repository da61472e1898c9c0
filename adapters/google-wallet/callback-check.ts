import type { Clock } from '../../src/ports/clock.ts'
import { type CallbackVerdict, googleSenders, type RootKey, readCallback } from './callback-message.ts'

/**
 * The check of callbacks for `src/http/google-callback.ts`.
 * @param deps.rootKeys {@link createRootKeys} for Google's published list, or keys from the operator's own settings.
 * @throws ProviderError while the keys cannot be had.
 */
export function createCallbackCheck(deps: {
  issuerId: string
  rootKeys: () => Promise<RootKey[]>
  clock: Clock
  senders?: readonly string[] | undefined
}): (body: Buffer) => Promise<CallbackVerdict> {
  const { issuerId, rootKeys, clock, senders = googleSenders } = deps
  return async (body) => readCallback(body, { issuerId, senders, rootKeys: await rootKeys() }, clock())
}
