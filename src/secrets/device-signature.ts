import { createPublicKey, verify } from 'node:crypto'

/**
 * Whether the key's holder signed the text: ECDSA P-256 with SHA-256, the signature as browsers make it (r and s, 64
 * bytes). A key that is none signed nothing.
 * @param publicKey SPKI
 */
export function isSignedBy(publicKey: Uint8Array, text: string, signature: Uint8Array): boolean {
  const key = readDeviceKey(publicKey)
  return key !== null && verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, signature)
}

/** Null for anything but a P-256 key. */
export function readDeviceKey(publicKey: Uint8Array) {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' })
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : null
  } catch {
    // Not DER, or not SPKI: OpenSSL has many names for it.
    return null
  }
}
