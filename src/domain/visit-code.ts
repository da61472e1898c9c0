/** The rotating code of a kiosk, which a customer's phone opens as an address: proof of having been there. */
export type VisitCode = {
  merchantId: string
  deviceId: string
  /** Which 30 seconds since 1970. */
  step: number
  /** Only the server can make it. */
  mac: string
}

export const visitStepMs = 30_000
/** A code is taken for so long from the beginning of its step: whoever sees it has a minute at least. */
const visitForMs = 90_000
/** A phone that opened a good code may take its time for so long: to choose a card, or to get one. */
export const visitSeenMs = 5 * 60_000
/** One visit, however often a card is shown within it. */
export const visitMs = 5 * 60_000

export const visitStepAt = (at: number): number => Math.floor(at / visitStepMs)

/** Ids are UUIDs, written short: a code of few modules is read from further away. */
export const visitCodeText = ({ merchantId, deviceId, step, mac }: VisitCode): string =>
  `${short(merchantId)}${short(deviceId)}.${step.toString(36)}.${mac}`

const short = (id: string): string => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')

const pattern = /^([\w-]{22})([\w-]{22})\.([0-9a-z]{1,8})\.([\w-]{16})$/

/** Null for everything that is no such code. */
export function parseVisitCode(text: string): VisitCode | null {
  const [, merchant = '', device = '', step = '', mac = ''] = pattern.exec(text) ?? []
  if (mac === '') return null
  return { merchantId: asId(merchant), deviceId: asId(device), step: Number.parseInt(step, 36), mac }
}

const asId = (text: string): string =>
  Buffer.from(text, 'base64url')
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** Whether a code of this step is good at `at`. Server clocks alone are asked, and they may differ by a few seconds. */
export function isVisitOpen(step: number, at: number): boolean {
  const made = step * visitStepMs
  return at >= made - 5000 && at < made + visitForMs
}

/** Names the visit of a card to a kiosk in one stretch of five minutes. */
export const visitClientId = (deviceId: string, cardId: string, at: number, stretchesBefore = 0): string =>
  `kiosk-${deviceId}-${cardId}-${(Math.floor(at / visitMs) - stretchesBefore).toString(36)}`
