import { expect, it } from 'vitest'
import { isUuid, newId } from '../../src/secrets/random-id.ts'

it('makes ids that keep their order within a millisecond, and follow the time', () => {
  const made = Array.from({ length: 5000 }, () => newId(1_800_000_000_000))
  expect(made.toSorted()).toEqual(made)
  expect(new Set(made).size).toBe(5000)
  expect(newId(1_799_999_999_999) < made[0]!).toBe(true)
  expect(newId(1_800_000_000_001) > made.at(-1)!).toBe(true)
})

it('makes version 7 of the standard', () => {
  const id = newId(Date.UTC(2026, 10, 22))
  expect(isUuid(id)).toBe(true)
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(Date.UTC(2026, 10, 22))
})
