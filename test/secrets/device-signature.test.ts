import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isSignedBy, readDeviceKey } from '../../src/secrets/device-signature.ts'

const spki = (curve: string) => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: curve })
  return { key: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })), privateKey }
}

describe('the signature of a device', () => {
  it('is taken as WebCrypto makes it, for this text alone', async () => {
    const { subtle } = globalThis.crypto
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
    const pair = await subtle.generateKey(algorithm, false, ['sign', 'verify'])
    const key = new Uint8Array(await subtle.exportKey('spki', pair.publicKey))
    const text = 'twelve stamps, Grüße'
    const signature = new Uint8Array(
      await subtle.sign(algorithm, pair.privateKey, new TextEncoder().encode(text)),
    )
    expect(isSignedBy(key, text, signature)).toBe(true)
    expect(isSignedBy(key, `${text} `, signature)).toBe(false)
    expect(isSignedBy(spki('prime256v1').key, text, signature)).toBe(false)
  })

  it('is of no other kind of key, and of no rubbish', () => {
    const { key, privateKey } = spki('secp384r1')
    const signature = sign('sha256', Buffer.from('text'), { key: privateKey, dsaEncoding: 'ieee-p1363' })
    expect(isSignedBy(key, 'text', signature)).toBe(false)
    expect(readDeviceKey(new Uint8Array([1, 2, 3]))).toBeNull()
    expect(isSignedBy(spki('prime256v1').key, 'text', new Uint8Array(0))).toBe(false)
  })
})
