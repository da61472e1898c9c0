import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'

const prefix = 'whsec_'

/** Secret of a new open till, as Standard Webhooks writes it: `whsec_` and 24 random bytes in base64. */
export const newWebhookSecret = (): string => prefix + randomBytes(24).toString('base64')

/** The signing key of a secret, with or without its prefix; null when nothing is left to sign with. */
export function signingKey(secret: string): KeyObject | null {
  const key = Buffer.from(secret.startsWith(prefix) ? secret.slice(prefix.length) : secret, 'base64')
  return key.length === 0 ? null : createSecretKey(key)
}
