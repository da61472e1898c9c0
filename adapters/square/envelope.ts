import * as z from 'zod'

const envelope = z.object({
  merchant_id: z.string().min(1).max(255),
  type: z.string().min(1).max(255),
  event_id: z.string().min(1).max(255),
  data: z.looseObject({ id: z.string().max(255).nullish(), object: z.unknown() }).nullish(),
})

/** What is around every webhook of Square's. */
export type Envelope = z.infer<typeof envelope>
export type ReadEnvelope = { ok: true; envelope: Envelope } | { ok: false; problem: string }

/** A request is verified, then asked for its sender: the second reading is for nothing. */
const seen = new WeakMap<Buffer, ReadEnvelope>()

/** Reads a webhook's body; never throws. To be called only for a body whose signature held. */
export function readEnvelope(body: Buffer): ReadEnvelope {
  const known = seen.get(body)
  if (known) return known
  const read = parse(body)
  seen.set(body, read)
  return read
}

function parse(body: Buffer): ReadEnvelope {
  const json = readJson(body)
  if (json === undefined) return { ok: false, problem: 'the body is not JSON' }
  const result = envelope.safeParse(json)
  return result.success
    ? { ok: true, envelope: result.data }
    : { ok: false, problem: `not a Square webhook: ${faultOf(result.error)}` }
}

/** Undefined when it is no JSON. */
export function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

/** The first wrong field and what is wrong with it; never its value. */
export function faultOf(error: z.ZodError): string {
  const issue = error.issues[0]
  return `${issue?.path.join('.') || 'the body'}: ${issue?.message ?? 'not understood'}`
}
