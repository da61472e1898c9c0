import type { IntakeRequest, TillReader, Verification } from '../../src/ports/till.ts'
import { parseMessage } from './parse.ts'
import { signatureFault } from './signature.ts'

const longestId = 255

/** Open till: Standard Webhooks, signed with the till's own secret, sent to the till's own address. */
export const openTillReader: TillReader = {
  provider: 'open',
  signedBy: 'till',
  verify(request, secrets, now): Verification {
    const id = header(request, 'webhook-id')
    const timestamp = header(request, 'webhook-timestamp')
    const signature = header(request, 'webhook-signature')
    if (!id || !timestamp || !signature)
      return { ok: false, reason: 'webhook-id, webhook-timestamp and webhook-signature are needed' }
    if (id.length > longestId)
      return { ok: false, reason: `webhook-id is longer than ${longestId} characters` }
    const fault = signatureFault({ id, timestamp, signature }, request.body, secrets, now)
    return fault === null
      ? { ok: true, topic: topicOf(request.body), deliveryId: id }
      : { ok: false, reason: fault }
  },
  sender: (request) => request.tillId ?? null,
  parse: parseMessage,
}

/** The standard puts `type` first: what is written there names the delivery without reading all of it. */
const leadingType = /^\s*\{\s*"type"\s*:\s*"([a-z0-9_.-]{1,100})"/i

function topicOf(body: Buffer): string {
  const lead = leadingType.exec(body.toString('latin1', 0, 256))
  if (lead) return lead[1]!
  try {
    const message: unknown = JSON.parse(body.toString('utf8'))
    const type = message !== null && typeof message === 'object' && 'type' in message ? message.type : ''
    return typeof type === 'string' ? type.slice(0, 100) : ''
  } catch {
    // Rightly signed, but no JSON: it is kept, and shown as unreadable when it is parsed.
    return ''
  }
}

function header(request: IntakeRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}
