import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { z } from 'zod'

/** A root key of Google's that vouches for intermediate keys. */
export type RootKey = { key: KeyObject; expiresAt: number }

/** What Google says when a customer saves or deletes a pass. */
export type CallbackMessage = {
  classId: string
  objectId: string
  eventType: 'save' | 'del'
  /** Milliseconds; the message is worthless after it. */
  expiresAt: number
  nonce: string
}

export type CallbackVerdict = { ok: true; message: CallbackMessage } | { ok: false; reason: string }

export type CallbackTrust = {
  issuerId: string
  /** Names under which Google signs; its documents know two. */
  senders: readonly string[]
  rootKeys: readonly RootKey[]
}

/** Senders in Google's documents of 2026. */
export const googleSenders = ['GooglePayPasses', 'GoogleWalletPasses'] as const

const protocol = 'ECv2SigningOnly'
const base64 = z.base64().max(1000)
const millis = z.coerce.number().int().positive()

const Envelope = z.object({
  signature: base64,
  intermediateSigningKey: z.object({
    signedKey: z.string().max(2000),
    signatures: z.array(base64).min(1).max(10),
  }),
  protocolVersion: z.literal(protocol),
  signedMessage: z.string().max(10_000),
})
const SignedKey = z.object({ keyValue: base64, keyExpiration: millis })
const Message = z.object({
  classId: z.string().max(200),
  objectId: z.string().max(200),
  eventType: z.enum(['save', 'del']),
  expTimeMillis: millis,
  nonce: z.string().min(1).max(200),
})

/**
 * Checks a callback of Google Wallet (ECv2SigningOnly: ECDSA P-256 with SHA-256 over length-prefixed strings) and reads
 * it. Nothing of the body is believed before both signatures held.
 * @param now milliseconds.
 * @see https://developers.google.com/pay/api/web/guides/resources/payment-data-cryptography#verify-signature
 */
export function readCallback(body: Buffer, trust: CallbackTrust, now: number): CallbackVerdict {
  const envelope = Envelope.safeParse(parseJson(body.toString('utf8')))
  if (!envelope.success) return { ok: false, reason: 'not a callback of Google Wallet' }
  const { signature, signedMessage, intermediateSigningKey } = envelope.data
  const { signedKey, signatures } = intermediateSigningKey
  const roots = trust.rootKeys.filter((root) => root.expiresAt > now)
  const sender = trust.senders.find((name) => {
    const text = framed([name, protocol, signedKey])
    return roots.some((root) => signatures.some((each) => holds(text, root.key, each)))
  })
  if (sender === undefined) return { ok: false, reason: 'no root key vouches for the intermediate key' }
  const key = SignedKey.safeParse(parseJson(signedKey))
  if (!key.success) return { ok: false, reason: 'the intermediate key is damaged' }
  if (key.data.keyExpiration <= now) return { ok: false, reason: 'the intermediate key has expired' }
  const publicKey = p256Key(key.data.keyValue)
  const text = framed([sender, trust.issuerId, protocol, signedMessage])
  if (!publicKey || !holds(text, publicKey, signature))
    return { ok: false, reason: 'the message is not signed by the intermediate key for this issuer' }
  return readMessage(signedMessage, trust.issuerId, now)
}

function readMessage(signedMessage: string, issuerId: string, now: number): CallbackVerdict {
  const parsed = Message.safeParse(parseJson(signedMessage))
  if (!parsed.success) return { ok: false, reason: 'the message is damaged' }
  const { expTimeMillis: expiresAt, ...message } = parsed.data
  if (expiresAt <= now) return { ok: false, reason: 'the message has expired' }
  if (!message.objectId.startsWith(`${issuerId}.`))
    return { ok: false, reason: 'the message is about another issuer' }
  return { ok: true, message: { ...message, expiresAt } }
}

/** A public key of P-256 in base64 DER (SubjectPublicKeyInfo); null when it is anything else. */
export function p256Key(spki: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' })
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : null
  } catch {
    return null
  }
}

/** Each string behind its length in bytes, as four bytes, the lowest first. */
function framed(parts: string[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = Buffer.from(part, 'utf8')
      const length = Buffer.alloc(4)
      length.writeUInt32LE(bytes.length)
      return [length, bytes]
    }),
  )
}

const holds = (text: Buffer, key: KeyObject, signature: string): boolean =>
  verify('sha256', text, { key, dsaEncoding: 'der' }, Buffer.from(signature, 'base64'))

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
