/** Universal and context tags used by CMS (X.690 §8). */
export const tags = {
  integer: 0x02,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
  context0: 0xa0,
} as const

/** One DER value: tag, definite length, content. */
export function der(tag: number, ...content: Uint8Array[]): Buffer {
  const length = content.reduce((sum, part) => sum + part.length, 0)
  return Buffer.concat([Buffer.from([tag, ...lengthBytes(length)]), ...content])
}

/** @param dotted e.g. `1.2.840.113549.1.7.2` */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return der(tags.oid, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

/** SET OF in DER: members in ascending order of their encoding, which strict readers insist on (X.690 §11.6). */
export function setOf(members: Buffer[]): Buffer {
  return der(tags.set, ...members.toSorted(Buffer.compare))
}

/** The same value under another tag, e.g. `[0] IMPLICIT`. */
export function retagged(tag: number, value: Buffer): Buffer {
  const copy = Buffer.from(value)
  copy[0] = tag
  return copy
}

/** The values that lie directly inside a DER value, each with its own header. Trusts its input: a parsed certificate. */
export function inside(value: Buffer): Buffer[] {
  const members: Buffer[] = []
  let at = headerLength(value)
  while (at < value.length) {
    const end = at + totalLength(value.subarray(at))
    members.push(value.subarray(at, end))
    at = end
  }
  return members
}

function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length]
  const bytes: number[] = []
  for (let rest = length; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff)
  return [0x80 | bytes.length, ...bytes]
}

function base128(arc: number): number[] {
  const groups = [arc & 0x7f]
  for (let rest = arc >>> 7; rest > 0; rest >>>= 7) groups.unshift((rest & 0x7f) | 0x80)
  return groups
}

const headerLength = (value: Buffer) => (value[1]! < 0x80 ? 2 : 2 + (value[1]! & 0x7f))

function totalLength(value: Buffer): number {
  const short = value[1]!
  return short < 0x80 ? 2 + short : headerLength(value) + value.readUIntBE(2, short & 0x7f)
}
