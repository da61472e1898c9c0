/** Where a join QR hangs or lies: the usual places, which every shop has. Each is the `p` of a join address. */
export const usualPlacements = ['counter', 'table', 'receipt', 'packaging', 'bag', 'window'] as const
export type UsualPlacement = (typeof usualPlacements)[number]

/** What a placement's key looks like; whatever else stands in an address is not counted. */
export const placementKeyShape = /^[a-z0-9-]{1,32}$/

const longest = 32

/**
 * The key of a merchant's own place, to be read in an address: "Terrace, north" is `terrace-north`. A name without a
 * Latin letter or a digit has its signs' numbers instead.
 */
export function placementKey(name: string): string {
  const plain = name
    .replace(/ß/g, 'ss')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
  const key = trimmed(plain)
  return key || trimmed([...name].map((sign) => (sign.codePointAt(0) ?? 0).toString(36)).join('-'))
}

const trimmed = (text: string): string =>
  text
    .slice(0, longest + 1)
    .replace(/^-+/, '')
    .slice(0, longest)
    .replace(/-+$/, '')

export const isUsualPlacement = (key: string): key is UsualPlacement =>
  usualPlacements.some((usual) => usual === key)
