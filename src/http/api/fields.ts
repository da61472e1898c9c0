import { z } from 'zod'

// Postgres takes no NUL, JSON columns no lone surrogate, and nobody wants control characters on a card.
const printable = (value: string) => value.isWellFormed() && !/\p{Cc}/u.test(value)

/** A line of text without control characters; blanks around it are cut off. */
export const text = (max: number) =>
  z.string().trim().min(1, 'must not be empty').max(max).refine(printable, 'must not hold control characters')

/** A token or key of another system: no blanks, nothing to normalise. */
export const token = (max: number) =>
  z
    .string()
    .min(1, 'must not be empty')
    .max(max)
    .regex(/^[\x21-\x7e]+$/, 'must hold printable ASCII characters without blanks')

export const id = z.guid('must be a UUID')

/** RFC 3339 in UTC. */
export const time = z.iso.datetime()

export const asTime = (instant: number): string => new Date(instant).toISOString()
export const asTimeOrNull = (instant: number | null): string | null =>
  instant === null ? null : asTime(instant)

const currencies = new Set(Intl.supportedValuesOf('currency'))

export const currency = z
  .string()
  .length(3)
  .refine((code) => currencies.has(code), 'must be an ISO 4217 code in capitals, e.g. EUR')
  .meta({ examples: ['EUR'] })

/** At most a million millions of minor units: far from where doubles lose whole numbers. */
const maxAmount = 1_000_000_000_000

export const money = z
  .strictObject({
    amount: z.int().min(1).max(maxAmount).describe('Integer minor units, e.g. cents.'),
    currency,
  })
  .meta({ examples: [{ amount: 500, currency: 'EUR' }] })

export const slug = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9](?:[a-z0-9-]{1,58}[a-z0-9])$/, 'must be 3 to 60 of a-z, 0-9 and -, not - at its ends')

const isTimeZone = (name: string) => {
  try {
    // Offsets such as +02:00 know no daylight saving: a place is wanted.
    return /^[A-Z]/i.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }) !== null
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
export const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'must be an IANA time zone, e.g. Europe/Berlin')
  .meta({ examples: ['Europe/Berlin'] })

const isLocale = (tag: string) => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
export const locale = z
  .string()
  .min(2, 'must be a BCP 47 language tag, e.g. de or en-GB')
  .max(35)
  .refine(isLocale, 'must be a BCP 47 language tag, e.g. de or en-GB')
  .meta({ examples: ['de'] })

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
export const country = z
  .string()
  .regex(/^[A-Z]{2}$/, 'must be an ISO 3166 country of two capitals, e.g. DE')
  .refine(
    (code) => !/^[A-Z]{2}$/.test(code) || regions.of(code) !== undefined,
    'is not a country of ISO 3166',
  )
  .meta({ examples: ['DE'] })

export const colour = z
  .string()
  .toLowerCase()
  .regex(/^#[0-9a-f]{6}$/, 'must be a colour like #1a2b3c')

export const idParams = z.strictObject({ id })
