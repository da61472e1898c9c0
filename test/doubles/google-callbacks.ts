import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

export type CallbackOptions = {
  objectId: string
  eventType?: 'save' | 'del'
  /** Milliseconds. */
  expiresAt: number
  nonce?: string
  sender?: string
  recipient?: string
  keyExpiresAt?: number
}

export type GoogleCallbacks = ReturnType<typeof createGoogleCallbacks>

/** Google's signing side of save and delete callbacks: a root key, and messages under a fresh intermediate key. */
export function createGoogleCallbacks(issuerId: string) {
  const root = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    /** What Google publishes at its address of keys. */
    keyList: (keyExpiration?: number) => ({
      keys: [
        { keyValue: spki(root.publicKey), protocolVersion: 'ECv1' },
        {
          keyValue: spki(root.publicKey),
          protocolVersion: 'ECv2SigningOnly',
          ...(keyExpiration && { keyExpiration: String(keyExpiration) }),
        },
      ],
    }),
    body(options: CallbackOptions): Buffer {
      const { sender = 'GooglePayPasses', recipient = issuerId, expiresAt } = options
      const intermediate = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const signedKey = JSON.stringify({
        keyValue: spki(intermediate.publicKey),
        keyExpiration: String(options.keyExpiresAt ?? expiresAt + 60_000),
      })
      const signedMessage = JSON.stringify({
        classId: `${issuerId}.class`,
        objectId: options.objectId,
        eventType: options.eventType ?? 'save',
        expTimeMillis: expiresAt,
        count: 1,
        nonce: options.nonce ?? 'nonce-1',
      })
      const envelope = {
        signature: signParts(intermediate.privateKey, [sender, recipient, 'ECv2SigningOnly', signedMessage]),
        intermediateSigningKey: {
          signedKey,
          signatures: [signParts(root.privateKey, [sender, 'ECv2SigningOnly', signedKey])],
        },
        protocolVersion: 'ECv2SigningOnly',
        signedMessage,
      }
      return Buffer.from(JSON.stringify(envelope))
    },
  }
}

const spki = (key: KeyObject) => key.export({ type: 'spki', format: 'der' }).toString('base64')

function signParts(key: KeyObject, parts: string[]): string {
  const chunks: Buffer[] = []
  for (const part of parts) {
    const length = Buffer.alloc(4)
    length.writeUInt32LE(Buffer.byteLength(part))
    chunks.push(length, Buffer.from(part))
  }
  return sign('sha256', Buffer.concat(chunks), key).toString('base64')
}
