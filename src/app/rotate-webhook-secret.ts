import type { Clock } from '../ports/clock.ts'
import type { Key } from '../ports/keys.ts'
import type { WebhookSecrets } from '../ports/till-desk.ts'
import { newWebhookSecret } from '../secrets/random-id.ts'

/** Time enough to bring the new secret to every till that signs with the old one. */
const oldSecretMs = 24 * 3_600_000

export type RotateWebhookSecret = (
  till: Key,
) => Promise<{ ok: true; webhookSecret: string; oldUntil: number } | { ok: false; reason: 'unknown' }>

/** Gives an open till a new signing secret, told here once; the old one is good for another day. */
export function rotateWebhookSecretWith(deps: { secrets: WebhookSecrets; now: Clock }): RotateWebhookSecret {
  return async (till) => {
    const webhookSecret = newWebhookSecret()
    const oldUntil = deps.now() + oldSecretMs
    const done = await deps.secrets.rotate(till, { secret: webhookSecret, oldUntil })
    return done ? { ok: true, webhookSecret, oldUntil } : { ok: false, reason: 'unknown' }
  }
}
