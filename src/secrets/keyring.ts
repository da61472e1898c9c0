import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'

/** A merchant's own key: encrypts till tokens and derives card secrets. Lives only in memory. */
export type DataKey = {
  /** AES-256-GCM, bound to the merchant. */
  seal(text: string): Uint8Array<ArrayBuffer>
  /** @throws Error when the box was made for another merchant or was changed. */
  unseal(box: Uint8Array): string
  /** Secret part of a card's web address: 128 bits, the same for ever for one (card, tokenVersion). */
  cardToken(cardId: string, tokenVersion: number): string
  /** `authenticationToken` of the Apple pass. */
  passToken(cardId: string, tokenVersion: number): string
  /** What vouches for the card's code of one time step: 72 bits, which fit into a QR that reads well. */
  liveMac(cardId: string, tokenVersion: number, step: number): string
  /** What vouches for the rotating code of a kiosk, and for a phone that saw it in time: 96 bits. */
  visitMac(deviceId: string, what: string): string
  /** HMAC-SHA256 of a contact in normal form: finds the same contact again, and tells nothing without the key. */
  contactDigest(kind: string, normal: string): Uint8Array<ArrayBuffer>
  /** Signs the links on a till's receipts: 256 bits in hexadecimal, so that any template takes it as it is. */
  receiptKey(tillId: string, version: number): string
  /** 16 bytes for one of many codes that were made together, the same for ever. */
  batchSeed(batchId: string, index: number): Buffer
  /** 16 bytes for the claim of one order, the same for ever. */
  receiptSeed(tillId: string, orderId: string): Buffer
}

export type Keyring = {
  /** A new data key, wrapped under the newest secret key. */
  newDataKey(merchantId: string): Uint8Array<ArrayBuffer>
  /** @throws Error when no secret key of the ring opens it. */
  open(merchantId: string, wrapped: Uint8Array): DataKey
  /** True when `wrapped` is not under the newest key: rotation is due. */
  isStale(wrapped: Uint8Array): boolean
  /** The same data key under the newest secret key. */
  rewrap(merchantId: string, wrapped: Uint8Array): Uint8Array<ArrayBuffer>
}

const keyIdLength = 4
const ivLength = 12
const tagLength = 16

/** @param secretKeys newest first; any text of enough entropy (config.ts checks its length). */
export function createKeyring(secretKeys: readonly string[]): Keyring {
  const keys = secretKeys.map((secret) => {
    const key = Buffer.from(hkdfSync('sha256', secret, '', 'stampbridge/wrap', 32))
    const id = createHash('sha256').update(key).digest().subarray(0, keyIdLength)
    return { key: createSecretKey(key), id }
  })
  const newest = keys[0]
  if (!newest) throw new Error('a keyring needs at least one secret key')
  const opened = new Map<string, DataKey>()
  const wrap = (merchantId: string, plain: Uint8Array) =>
    join([newest.id, encrypt(newest.key, plain, merchantId)])
  const unwrap = (merchantId: string, wrapped: Uint8Array) => {
    const id = Buffer.from(wrapped).subarray(0, keyIdLength)
    const match = keys.find((key) => key.id.equals(id))
    if (!match) throw new Error('no key in SECRET_KEY opens the data key of this merchant')
    return decrypt(match.key, wrapped.subarray(keyIdLength), merchantId)
  }
  return {
    newDataKey: (merchantId) => wrap(merchantId, randomBytes(32)),
    open(merchantId, wrapped) {
      const cacheKey = `${merchantId}:${Buffer.from(wrapped).toString('base64')}`
      const known = opened.get(cacheKey)
      if (known) return known
      // Node recognises a Buffer as a key anew each time, which takes longer than a short HMAC.
      const dataKey = asDataKey(merchantId, createSecretKey(unwrap(merchantId, wrapped)))
      if (opened.size >= 10_000) opened.clear()
      opened.set(cacheKey, dataKey)
      return dataKey
    },
    isStale: (wrapped) => !Buffer.from(wrapped).subarray(0, keyIdLength).equals(newest.id),
    rewrap: (merchantId, wrapped) => wrap(merchantId, unwrap(merchantId, wrapped)),
  }
}

function asDataKey(merchantId: string, key: KeyObject): DataKey {
  const derive = (purpose: string, cardId: string, tokenVersion: number) =>
    createHmac('sha256', key)
      .update(`${purpose}\n${cardId}\n${tokenVersion}`)
      .digest()
      .subarray(0, 16)
      .toString('base64url')
  return {
    seal: (text) => encrypt(key, Buffer.from(text, 'utf8'), merchantId),
    unseal: (box) => decrypt(key, box, merchantId).toString('utf8'),
    cardToken: (cardId, tokenVersion) => derive('card-token', cardId, tokenVersion),
    passToken: (cardId, tokenVersion) => derive('pass-token', cardId, tokenVersion),
    liveMac: (cardId, tokenVersion, step) => derive(`live-code/${step}`, cardId, tokenVersion).slice(0, 12),
    visitMac: (deviceId, what) => derive(`kiosk-visit/${what}`, deviceId, 1).slice(0, 16),
    contactDigest: (kind, normal) =>
      new Uint8Array(createHmac('sha256', key).update(`contact\n${kind}\n${normal}`).digest()),
    batchSeed: (batchId, index) =>
      createHmac('sha256', key).update(`claim-batch\n${batchId}\n${index}`).digest().subarray(0, 16),
    receiptKey: (tillId, version) =>
      createHmac('sha256', key).update(`receipt-key\n${tillId}\n${version}`).digest('hex'),
    receiptSeed: (tillId, orderId) =>
      createHmac('sha256', key).update(`receipt\n${tillId}\n${orderId}`).digest().subarray(0, 16),
  }
}

function encrypt(key: KeyObject, plain: Uint8Array, context: string): Uint8Array<ArrayBuffer> {
  const iv = randomBytes(ivLength)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return join([iv, cipher.getAuthTag(), body])
}

function decrypt(key: KeyObject, box: Uint8Array, context: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, ivLength))
    .setAAD(Buffer.from(context))
    .setAuthTag(box.subarray(ivLength, ivLength + tagLength))
  return Buffer.concat([decipher.update(box.subarray(ivLength + tagLength)), decipher.final()])
}

const join = (parts: Uint8Array[]): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.concat(parts))
