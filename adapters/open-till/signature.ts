import { createHmac, timingSafeEqual } from 'node:crypto'
import { signingKey } from './webhook-secret.ts'

/** The three headers of a Standard Webhooks message. */
export type SignedHeaders = { id: string; timestamp: string; signature: string }

/** How far a signed timestamp may lie from our clock, both ways; the standard's own figure. */
const toleranceSeconds = 300

/**
 * Checks a message after https://www.standardwebhooks.com: `webhook-signature` holds one or more `v1,<base64>`, of
 * which one has to match one of the secrets (there are two while a secret is being changed). Constant time.
 * @param now milliseconds since 1970
 * @returns null when it holds, otherwise what is wrong
 */
export function signatureFault(
  { id, timestamp, signature }: SignedHeaders,
  body: Buffer,
  secrets: readonly string[],
  now: number,
): string | null {
  if (!/^\d{1,12}$/.test(timestamp)) return 'webhook-timestamp is not a number of seconds'
  const seconds = Number(timestamp)
  const drift = Math.floor(now / 1000) - seconds
  if (drift > toleranceSeconds) return 'webhook-timestamp is more than five minutes old'
  if (drift < -toleranceSeconds) return 'webhook-timestamp is more than five minutes ahead'
  const given = signature
    .split(' ')
    .filter((each) => each.startsWith('v1,'))
    .map((each) => Buffer.from(each.slice(3)))
  for (const secret of secrets) {
    const key = signingKey(secret)
    if (!key) continue
    // The number, not its text: the library signs "0123" as 123.
    const sum = createHmac('sha256', key).update(`${id}.${seconds}.`).update(body).digest('base64')
    const expected = Buffer.from(sum)
    if (given.some((each) => each.length === expected.length && timingSafeEqual(each, expected))) return null
  }
  return 'no signature of the message matches the till’s secret'
}
