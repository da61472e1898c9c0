import { createHash, randomBytes } from 'node:crypto'

/**
 * UUID version 7: ordered by time, so that rows made together lie together; within a millisecond and a process in the
 * order in which they were made (RFC 9562, 6.2, a counter of 24 bits). Not a secret.
 */
export function newId(now: number): string {
  const bytes = take16()
  counter = (counter + 1) & 0xffffff
  bytes.writeUIntBE(now, 0, 6)
  bytes.writeUInt16BE(0x7000 | (counter >>> 12), 6)
  bytes.writeUInt16BE(0x8000 | ((counter & 0xfff) << 2) | (bytes[9]! & 0x03), 8)
  return asUuid(bytes)
}

let counter = randomBytes(3).readUIntBE(0, 3)

const poolSize = 16 * 256
let pool = Buffer.alloc(0)

/** Random bytes are drawn many at a time: one system call for each id would cost more than the rest of a stamp's rules. */
function take16(): Buffer {
  if (pool.length === 0) pool = randomBytes(poolSize)
  const bytes = pool.subarray(0, 16)
  pool = pool.subarray(16)
  return bytes
}

/** 128 random bits, URL-safe: serials, tokens, one-time links. */
export const newSecret = (): string => randomBytes(16).toString('base64url')

/** Key of the REST API: 256 random bits, and a prefix by which scanners for leaked secrets know it. */
export const newApiKey = (): string => `sb_${randomBytes(32).toString('base64url')}`

/** Secret of an open till, as Standard Webhooks writes it: `whsec_` and 32 random bytes in base64. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

/** What the directory keeps of a secret or a name. */
export const digest = (text: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash('sha256').update(text).digest())

const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'

/** Redeem code without look-alikes (no I, L, O, 0, 1); ten characters hold 49 bits. */
export function newRedeemCode(length = 10): string {
  let code = ''
  while (code.length < length)
    // 248 = 8 * 31: larger bytes would favour the first letters.
    for (const byte of randomBytes(length))
      if (byte < 248 && code.length < length) code += alphabet[byte % alphabet.length]
  return code
}

const base32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** One-time code of a claim: 13 signs of Crockford's base 32, 65 bits. What is typed goes through `normalClaimCode`. */
export const newClaimCode = (): string => claimCodeOf(randomBytes(13))

/** The same form made of the first 13 of these bytes. */
export const claimCodeOf = (bytes: Uint8Array): string =>
  Array.from(bytes.subarray(0, 13), (byte) => base32[byte & 31]).join('')

export function asUuid(bytes: Buffer): string {
  const hex = bytes.toString('hex', 0, 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Anything else in an address means an unknown id, not a broken query. */
export const isUuid = (text: string): boolean => uuidPattern.test(text)
