import { describe, expect, it } from 'vitest'
import { googleSenders, readCallback } from '../../../adapters/google-wallet/callback-message.ts'
import { parseRootKeys } from '../../../adapters/google-wallet/signing-keys.ts'
import { type CallbackOptions, createGoogleCallbacks } from '../../doubles/google-callbacks.ts'
import { issuerId } from './face.ts'

const now = 1_780_000_000_000
const google = createGoogleCallbacks(issuerId)
const trust = { issuerId, senders: googleSenders, rootKeys: parseRootKeys(google.keyList()) }
const objectId = `${issuerId}.serial-1`
const body = (options: Partial<CallbackOptions> = {}) =>
  google.body({ objectId, expiresAt: now + 60_000, ...options })

/** The same callback with one thing changed after it was signed. */
function tampered(change: (envelope: Record<string, unknown>) => void): Buffer {
  const envelope = JSON.parse(body().toString())
  change(envelope)
  return Buffer.from(JSON.stringify(envelope))
}

describe('readCallback', () => {
  it.each(['save', 'del'] as const)('reads a %s', (eventType) => {
    expect(readCallback(body({ eventType }), trust, now)).toEqual({
      ok: true,
      message: {
        classId: `${issuerId}.class`,
        objectId,
        eventType,
        expiresAt: now + 60_000,
        nonce: 'nonce-1',
      },
    })
  })

  it("knows both of Google's names, and no third", () => {
    for (const sender of ['GooglePayPasses', 'GoogleWalletPasses'])
      expect(readCallback(body({ sender }), trust, now).ok).toBe(true)
    expect(readCallback(body({ sender: 'Google' }), trust, now).ok).toBe(false)
    expect(readCallback(body({ sender: 'Google' }), { ...trust, senders: ['Google'] }, now).ok).toBe(true)
  })

  const stranger = createGoogleCallbacks(issuerId)
  it.each<[string, Buffer, RegExp]>([
    ['another root', stranger.body({ objectId, expiresAt: now + 1000 }), /no root key/],
    ['another recipient', body({ recipient: '1' }), /not signed .* for this issuer/],
    ['an expired message', body({ expiresAt: now, keyExpiresAt: now + 9 }), /message has expired/],
    ['an expired key', body({ keyExpiresAt: now }), /intermediate key has expired/],
    ["another issuer's object", body({ objectId: '99.serial-1' }), /another issuer/],
    ['nothing', Buffer.alloc(0), /not a callback/],
    ['no JSON', Buffer.from('{{{'), /not a callback/],
    ['an array', Buffer.from('[]'), /not a callback/],
    [
      'another protocol',
      tampered((envelope) => {
        envelope.protocolVersion = 'ECv1'
      }),
      /not a callback/,
    ],
    [
      'a changed message',
      tampered((envelope) => {
        envelope.signedMessage = String(envelope.signedMessage).replace('serial-1', 'serial-2')
      }),
      /not signed/,
    ],
    [
      'a changed key',
      tampered((envelope) => {
        const key = envelope.intermediateSigningKey as { signedKey: string }
        key.signedKey = key.signedKey.replace('"keyExpiration":"1', '"keyExpiration":"9')
      }),
      /no root key/,
    ],
    [
      'an empty signature',
      tampered((envelope) => {
        envelope.signature = ''
      }),
      /not signed|not a callback/,
    ],
  ])('refuses %s', (_, raw, reason) => {
    const verdict = readCallback(raw, trust, now)
    expect(verdict).toMatchObject({ ok: false, reason: expect.stringMatching(reason) })
  })

  it('believes no root key beyond its time', () => {
    const rootKeys = parseRootKeys(google.keyList(now))
    expect(readCallback(body(), { ...trust, rootKeys }, now).ok).toBe(false)
    expect(readCallback(body(), { ...trust, rootKeys }, now - 1).ok).toBe(true)
  })
})
