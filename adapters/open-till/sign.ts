import { Webhook } from 'standardwebhooks'

/**
 * Signs a message as Standard Webhooks asks. @param at milliseconds since 1970
 * @returns the headers of its request, in lower case
 */
export function signMessage(
  secret: string,
  { id, at, body }: { id: string; at: number; body: Buffer },
): Record<string, string> {
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, new Date(at), body.toString('utf8')),
  }
}
