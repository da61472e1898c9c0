/** The card's code as an open web card shows it: a new one every 30 seconds, so that a screenshot is soon worth nothing. */
export type LiveCode = {
  serial: string
  /** Which 30 seconds since 1970. */
  step: number
  /** Only the server can make it. */
  mac: string
}

export const liveStepMs = 30_000
/** A code is taken for so long from the beginning of its step: whoever shows it has a minute at least. */
const liveForMs = 90_000

export const liveStepAt = (at: number): number => Math.floor(at / liveStepMs)

/** Serials and macs are base64url, which has no dot. */
export const liveCodeText = ({ serial, step, mac }: LiveCode): string =>
  `${serial}.${step.toString(36)}.${mac}`

const pattern = /^([\w-]{1,64})\.([0-9a-z]{1,8})\.([\w-]{12})$/

/** Null for everything that is no live code, such as the plain serial that wallets show. */
export function parseLiveCode(text: string): LiveCode | null {
  const [, serial = '', step = '', mac = ''] = pattern.exec(text) ?? []
  return mac === '' ? null : { serial, step: Number.parseInt(step, 36), mac }
}

/** Whether a code of this step is good at `at`; one of the next step as well, because clocks of scanners differ. */
export function isLive(step: number, at: number): boolean {
  const made = step * liveStepMs
  return at >= made - liveStepMs && at < made + liveForMs
}

/** Whose card it is, whatever its age: for orders, which come late and under the till's own signature. */
export const serialIn = (text: string): string => parseLiveCode(text)?.serial ?? text
