import { createHash } from 'node:crypto'
import { asUuid, newSecret } from '../../secrets/random-id.ts'

export const goodForMs = 86_400_000
const shape = /^([0-9a-z]{8,9})-([\w-]{22})$/

/** Goes along with a form that makes a card: whoever sends it twice gets one card. Nobody else can know it. */
export const newIntent = (now: number): string => `${now.toString(36)}-${newSecret()}`

/** Whether a form that is opened now may go along with it, with half a day left to be sent. */
export const isYoung = (intent: string, now: number): boolean => read(intent, now, goodForMs / 2) !== null

/**
 * The id of the card that a form makes; ids grow with time, so it begins with the time of the page. Undefined for what is
 * not of ours or older than a day: such a form makes a card each time.
 * @param purpose which card is meant: the program, and what else tells two forms of one page apart
 */
export function cardIdOf(intent: string | undefined, purpose: string, now: number): string | undefined {
  const known = read(intent ?? '', now, goodForMs)
  if (!known) return undefined
  const { at, secret } = known
  const bytes = createHash('sha256').update(`${secret}\n${purpose}`).digest().subarray(0, 16)
  bytes.writeUIntBE(at, 0, 6)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return asUuid(bytes)
}

function read(intent: string, now: number, mostMs: number): { at: number; secret: string } | null {
  const [, time = '', secret = ''] = shape.exec(intent) ?? []
  const at = Number.parseInt(time, 36)
  return at <= now && at > now - mostMs ? { at, secret } : null
}
