import { accessSync, constants, statSync } from 'node:fs'
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
