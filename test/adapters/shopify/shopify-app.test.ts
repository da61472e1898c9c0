import { readFileSync } from 'node:fs'
import { ApiVersion } from '@shopify/shopify-api'
import { expect, it } from 'vitest'
import { parseShopify, webhookTopics } from '../../../adapters/shopify/parse.ts'
import { missingScopes, requiredScopes } from '../../../adapters/shopify/scopes.ts'

type Table = Record<string, string | boolean | string[]>

/** The few things of TOML that the file uses: tables, lists of tables, texts, switches and lists of texts on one line. */
function readToml(text: string): Map<string, Table[]> {
  const tables = new Map<string, Table[]>()
  let table: Table = {}
  tables.set('', [table])
  for (const line of text.split('\n').map((each) => each.trim())) {
    const head = /^\[\[?([\w.]+)\]\]?$/.exec(line)
    const pair = /^(\w+) = (.+)$/.exec(line)
    if (head?.[1]) {
      table = {}
      tables.set(head[1], [...(tables.get(head[1]) ?? []), table])
    } else if (pair?.[1]) table[pair[1]] = JSON.parse(pair[2] ?? '')
    else if (line !== '' && !line.startsWith('#')) throw new Error(`not understood: ${line}`)
  }
  return tables
}

const toml = readToml(readFileSync(new URL('../../../shopify.app.toml', import.meta.url), 'utf8'))
const one = (name: string) => toml.get(name)?.[0] ?? {}
const subscriptions = toml.get('webhooks.subscriptions') ?? []
const topicsOf = ({ topics = [], compliance_topics = [] }: Table) => [
  ...(topics as string[]),
  ...(compliance_topics as string[]),
]

it('asks for every topic that is read, for no other, and for each once', () => {
  expect(subscriptions.flatMap(topicsOf).sort()).toEqual([...webhookTopics].sort())
  expect(new Set(webhookTopics).size).toBe(webhookTopics.length)
  // An empty body is nothing of any topic but app/uninstalled, which says all by its coming.
  for (const topic of webhookTopics)
    expect(
      parseShopify({ topic, deliveryId: 'd', body: Buffer.from('{}'), receivedAt: 0 }),
    ).not.toMatchObject({ events: [{ kind: 'ignored' }] })
})

it('gives each name to one topic alone, and sends all to one address', () => {
  const names = subscriptions.flatMap((each) => each.name ?? [])
  expect(new Set(names).size).toBe(names.length)
  for (const each of subscriptions) {
    expect(each.uri).toBe('/webhooks/shopify')
    if (each.name) expect(topicsOf(each)).toHaveLength(1)
  }
  expect(subscriptions.find((each) => each.compliance_topics)).toMatchObject({
    compliance_topics: ['customers/data_request', 'customers/redact', 'shop/redact'],
  })
})

it('is the app that the adapter is written for', () => {
  expect(one('webhooks').api_version).toBe(ApiVersion.October26)
  expect(String(one('access_scopes').scopes).split(',')).toEqual(requiredScopes)
  expect(one('')).toMatchObject({ client_id: expect.stringMatching(/./), embedded: true })
  expect(new URL(String(one('').application_url)).pathname).toBe('/shopify')
  expect(one('auth').redirect_urls).not.toEqual([])
  expect(one('pos').embedded).toBe(true)
})

it('misses a permission only where no stronger one implies it', () => {
  expect(missingScopes(requiredScopes)).toEqual([])
  // As Shopify writes it: what a writing permission implies is left out.
  const others = ['read_orders', 'read_customer_merge', 'read_products', 'read_locations']
  expect(missingScopes(['write_customers', 'write_discounts', ...others])).toEqual([])
  expect(missingScopes(['read_discounts', 'write_customers', 'read_orders', 'read_products'])).toEqual([
    'read_customer_merge',
    'read_locations',
    'write_discounts',
  ])
})
