import { expect, it } from 'vitest'
import { recentlyUsed } from '../../../adapters/shopify/recently-used.ts'

it('makes a value once, and lets the one go that was unused longest', () => {
  const made: string[] = []
  const keep = recentlyUsed<string>(2)
  const ask = (name: string) => keep(name, () => `${name}${made.push(name)}`)
  expect([ask('a'), ask('b'), ask('a'), ask('c'), ask('a'), ask('b')]).toEqual([
    'a1',
    'b2',
    'a1',
    'c3',
    'a1',
    'b4',
  ])
})
