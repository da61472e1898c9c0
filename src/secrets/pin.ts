import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

const saltLength = 16
const hashLength = 32
/** About 40 ms and 16 MB a try. A PIN is short: what protects it is that few tries are allowed. */
const cost = { N: 2 ** 14, r: 8, p: 1 }

/** Salt and scrypt hash of a PIN. */
export async function hashPin(pin: string): Promise<Uint8Array> {
  const salt = randomBytes(saltLength)
  return Buffer.concat([salt, await derive(pin, salt)])
}

/** Whether `hash` was made from `pin`; in constant time, also when there is no PIN at all. */
export async function pinMatches(pin: string, hash: Uint8Array | null): Promise<boolean> {
  const known = hash?.length === saltLength + hashLength ? Buffer.from(hash) : null
  const derived = await derive(pin, known?.subarray(0, saltLength) ?? Buffer.alloc(saltLength))
  return known !== null && timingSafeEqual(derived, known.subarray(saltLength))
}

const derive = (pin: string, salt: Uint8Array): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(pin, salt, hashLength, cost, (error, key) => (error ? reject(error) : resolve(key))),
  )
