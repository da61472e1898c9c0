import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parseShopify } from '../../../adapters/shopify/parse.ts'

const config = readFileSync(new URL('../../../shopify.app.toml', import.meta.url), 'utf8')
const topics = [...config.matchAll(/"([a-z_]+\/[a-z_]+)"/g)].flatMap(([, topic]) => topic ?? [])

it('asks for no topic that has no effect, and for each once', () => {
  expect(topics).toHaveLength(10)
  expect(new Set(topics).size).toBe(topics.length)
  // An empty body is nothing of any topic but app/uninstalled, which says all by its coming.
  for (const topic of topics)
    expect(
      parseShopify({ topic, deliveryId: 'd', body: Buffer.from('{}'), receivedAt: 0 }),
    ).not.toMatchObject({
      events: [{ kind: 'ignored' }],
    })
})
