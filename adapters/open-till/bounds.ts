import type * as z from 'zod'

/** What a field must hold beyond its type; asked only where the field is there. */
export type Bound = { holds(value: unknown): boolean; rule: string }

export const amount: Bound = {
  holds: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  rule: 'must be a whole number of minor units, 0 or more',
}

export const quantity: Bound = { holds: (value) => (value as number) >= 0, rule: 'must be 0 or more' }

/** Text with something in it. */
export const needed = (max: number): Bound => ({
  holds: (value) => (value as string).length > 0 && (value as string).length <= max,
  rule: `must be text of 1 to ${max} characters`,
})

export const atMost = (max: number): Bound => ({
  holds: (value) => (value as string).length <= max,
  rule: `must be text of at most ${max} characters`,
})

const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/i
export const time: Bound = {
  holds: (value) => timePattern.test(value as string) && !Number.isNaN(Date.parse(value as string)),
  rule: 'must be a time like 2026-01-31T09:30:00Z',
}

const currencies: ReadonlySet<unknown> = new Set(Intl.supportedValuesOf('currency'))
export const currency: Bound = {
  holds: (value) => currencies.has(value),
  rule: 'must be an ISO 4217 currency, in capitals',
}

type Context = Pick<z.RefinementCtx, 'addIssue'>

/**
 * One check for all fields of an object: a zod check per field and line would take twice the time of the whole rest,
 * and a full inbox is read at thousands of bodies a second.
 */
export function boundsOf(bounds: Record<string, Bound>) {
  const entries = Object.entries(bounds)
  return (value: object, context: Context, at: PropertyKey[] = []): void => {
    for (const [key, bound] of entries) {
      const field = (value as Record<string, unknown>)[key]
      if (field !== undefined && field !== null && !bound.holds(field))
        context.addIssue({ code: 'custom', path: [...at, key], message: bound.rule })
    }
  }
}
