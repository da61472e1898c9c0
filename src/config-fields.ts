import { accessSync, constants, statSync } from 'node:fs'
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { z } from 'zod'

export const text = z.string().max(1000)
/** On or off, in any of the usual words. */
export const flag = z
  .enum(['1', 'true', 'yes', 'on', '0', 'false', 'no', 'off'], 'must be 1 or 0')
  .transform((word) => ['1', 'true', 'yes', 'on'].includes(word))
/** A comma-separated list, newest first; each at least `least` characters long. */
export const secrets = (least: number) =>
  text
    .transform((list) => list.split(',').map((each) => each.trim()))
    .refine(
      (list) => list.every((each) => each.length >= least),
      `must be ${least} characters or longer, each of them when there are several`,
    )
export const names = text
  .transform((list) => list.split(',').map((each) => each.trim()))
  .refine((list) => list.every((each) => each !== ''), 'must be names with commas between them')
export const address = (pattern: RegExp, what: string) =>
  text.refine((value) => pattern.test(value) && URL.canParse(value), `must be ${what}`)
/** Without a slash at its end. */
export const httpAddress = address(/^https?:\/\//, 'an address such as https://example.com').transform(
  withoutSlash,
)
/** An absolute path to a file that this process may read. */
export const file = text
  .transform((path) => resolve(path))
  .refine(isReadableFile, 'names a file that is not there or cannot be read')

export const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a whole number from 0 to 65535')
  .transform(Number)
  .refine((number) => number <= 65535, 'must be a whole number from 0 to 65535')

const networkNames = ['loopback', 'linklocal', 'uniquelocal']

/** Addresses, subnets and names of private networks, as Express and its `proxy-addr` take them; `none` is an empty list. */
export const networks = text
  .transform((list) => list.split(',').map((each) => each.trim()))
  .refine(
    (list) => (list.length === 1 && list[0] === 'none') || list.every(isNetwork),
    `must be none, or addresses, subnets and names (${networkNames.join(', ')}) with commas between them, such as loopback, 10.1.2.0/24`,
  )
  .transform((list) => (list[0] === 'none' ? [] : list))

/** A subnet of all there is would believe everybody, and is none. */
function isNetwork(word: string): boolean {
  if (networkNames.includes(word)) return true
  const [ip = '', bits, ...more] = word.split('/')
  const version = ip.includes('%') ? 0 : isIP(ip)
  if (version === 0 || more.length > 0) return false
  return bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '')
}

function isReadableFile(path: string): boolean {
  try {
    accessSync(path, constants.R_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
