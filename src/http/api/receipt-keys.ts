import { z } from 'zod'
import type { ReadReceiptKey, ReceiptKey, RotateReceiptKey } from '../../app/receipt-link.ts'
import { notFound } from '../../app-error.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { asTimeOrNull, id, idParams, time } from './fields.ts'

export type ReceiptKeyDeps = {
  readReceiptKey: ReadReceiptKey
  rotateReceiptKey: RotateReceiptKey
  baseUrl: string
}

const schema = z.strictObject({
  tillId: id,
  key: z.string().describe('Whoever has it can make claims to any order of this till: for templates alone.'),
  version: z.int(),
  oldKeyUntil: time.nullable().describe('Links under the key before are good until then.'),
  address: z.url().describe('Of the link; `order`, `sig` and perhaps `customer` are added to it.'),
  template: z
    .string()
    .nullable()
    .describe('Shopify: Liquid for the template of an e-mail, QR code included. Null for other tills.'),
})

export const receiptKeyEndpoints = (deps: ReceiptKeyDeps): Endpoint[] => [
  readEndpoint(deps),
  rotateEndpoint(deps),
]

const readEndpoint = ({ readReceiptKey, baseUrl }: ReceiptKeyDeps) =>
  endpoint({
    method: 'GET',
    path: '/tills/{id}/receipt-key',
    tag: 'Tills',
    summary: 'Read the key that signs the links on a till’s receipts',
    description:
      'A link is `address` with `order`, the till’s own id, and `sig`, the HMAC-SHA256 of the order’s id in hexadecimal under `key`. With `customer` the text that is signed is `order.customer`, and whoever takes up the claim is linked as this customer: only for receipts that go to the customer alone.',
    auth: 'merchant',
    params: idParams,
    answers: { 200: { description: 'The key.', name: 'ReceiptKey', schema } },
    async handle({ merchantId, params }) {
      const found = await readReceiptKey({ merchantId, id: params.id })
      if (!found.ok) throw notFound('till')
      return { status: 200, body: showReceiptKey(params.id, found, baseUrl) }
    },
  })

const rotateInput = z.strictObject({
  oldGoodForDays: z.int().min(0).max(60).default(30).describe('0: links under the old key end at once.'),
})
const dayMs = 86_400_000

const rotateEndpoint = ({ rotateReceiptKey, baseUrl }: ReceiptKeyDeps) =>
  endpoint({
    method: 'POST',
    path: '/tills/{id}/receipt-key/rotate',
    tag: 'Tills',
    summary: 'Give a till’s receipts a new key',
    description: 'Put it into the till’s template before links under the old one end.',
    auth: 'merchant',
    params: idParams,
    body: {
      name: 'ReceiptKeyRotation',
      schema: rotateInput,
      example: { oldGoodForDays: 30 },
      optional: true,
    },
    answers: { 200: { description: 'The new key.', name: 'ReceiptKey', schema } },
    async handle({ merchantId, params, body: { oldGoodForDays } }) {
      const rotated = await rotateReceiptKey({ merchantId, id: params.id }, oldGoodForDays * dayMs)
      if (!rotated.ok) throw notFound('till')
      return { status: 200, body: showReceiptKey(params.id, rotated, baseUrl) }
    },
  })

/** What a till's template needs, ready to be pasted. */
export function showReceiptKey(
  tillId: string,
  { provider, externalId, key, version, oldUntil }: ReceiptKey,
  baseUrl: string,
) {
  const shopify = provider === 'shopify' && externalId !== null
  const address = shopify ? `${baseUrl}/claim/shopify?shop=${externalId}` : `${baseUrl}/claim/till/${tillId}`
  const template = shopify ? liquid(baseUrl, externalId, key) : null
  return { tillId, key, version, oldKeyUntil: asTimeOrNull(oldUntil), address, template }
}

/**
 * For the templates of Shopify's notifications, where the order's members are at the top. A guest has no customer, and
 * one whose id is not signed is not linked.
 */
const liquid = (baseUrl: string, shop: string, key: string): string =>
  `{% assign stampbridge_key = "${key}" %}
{% if customer.id %}
  {% assign stampbridge_signed = id | append: "." | append: customer.id %}
  {% assign stampbridge_customer = "&customer=" | append: customer.id %}
{% else %}
  {% assign stampbridge_signed = id | append: "" %}
  {% assign stampbridge_customer = "" %}
{% endif %}
{% capture stampbridge_query %}?shop=${shop}&order={{ id }}{{ stampbridge_customer }}&sig={{ stampbridge_signed | hmac_sha256: stampbridge_key }}{% endcapture %}
<a href="${baseUrl}/claim/shopify{{ stampbridge_query }}">
  <img src="${baseUrl}/claim/shopify/qr.png{{ stampbridge_query }}" width="160" height="160" alt="Stamp card">
</a>`
