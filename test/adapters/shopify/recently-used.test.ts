import { expect, it } from 'vitest'
import { createShopify } from '../../../adapters/shopify/adapter.ts'
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

it('is how a shop has one client per token, and no other shop or token has it', () => {
  const shopify = createShopify({ now: Date.now })
  const client = (shop: string, accessToken: string) =>
    shopify.client({ provider: 'shopify', shop: `${shop}.myshopify.com`, accessToken })
  const first = client('north', 'shpat_1')
  expect(client('north', 'shpat_1')).toBe(first)
  expect(client('north', 'shpat_2')).not.toBe(first)
  expect(client('south', 'shpat_1')).not.toBe(first)
})
