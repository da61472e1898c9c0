import { createHash } from 'node:crypto'
import { asUuid, newSecret } from '../../secrets/random-id.ts'

const goodForMs = 86_400_000
const shape = /^([0-9a-z]{8,9})-([\w-]{22})$/

/** Goes into a join form: whoever sends the form twice gets one card. Nobody else can know it. */
export const newIntent = (now: number): string => `${now.toString(36)}-${newSecret()}`

/**
 * The id of the card that a form makes; ids grow with time, so it begins with the time of the page. Undefined for what is
 * not of ours or older than a day: such a form makes a card each time.
 */
export function cardIdOf(intent: string | undefined, programId: string, now: number): string | undefined {
  const [, time = '', secret = ''] = shape.exec(intent ?? '') ?? []
  const at = Number.parseInt(time, 36)
  if (!(at <= now && at > now - goodForMs)) return undefined
  const bytes = createHash('sha256').update(`${secret}\n${programId}`).digest().subarray(0, 16)
  bytes.writeUIntBE(at, 0, 6)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return asUuid(bytes)
}
