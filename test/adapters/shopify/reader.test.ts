import { execFileSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import '@shopify/shopify-api/adapters/node'
import { ApiVersion, LogSeverity, shopifyApi } from '@shopify/shopify-api'
import { shopifyReader } from '../../../adapters/shopify/reader.ts'
import type { IntakeRequest } from '../../../src/ports/till.ts'
import { fixture } from './fixture.ts'

const secret = 'hush-app-secret'
const body = fixture('pos-order-guest.json')

function request(change: Record<string, string | string[] | undefined> = {}, bytes = body): IntakeRequest {
  return {
    headers: {
      'x-shopify-hmac-sha256': createHmac('sha256', secret).update(bytes).digest('base64'),
      'x-shopify-topic': 'orders/create',
      'x-shopify-shop-domain': 'north-roast.myshopify.com',
      'x-shopify-api-version': '2026-10',
      'x-shopify-webhook-id': 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
      ...change,
    },
    body: bytes,
  }
}

describe('verify', () => {
  it('takes a body signed as openssl signs it', () => {
    const hmac = execFileSync('openssl', ['dgst', '-sha256', '-hmac', secret, '-binary'], { input: body })
    const signed = request({ 'x-shopify-hmac-sha256': hmac.toString('base64') })
    expect(shopifyReader.verify(signed, [secret], 0)).toEqual({
      ok: true,
      topic: 'orders/create',
      deliveryId: 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
    })
  })

  it('takes either secret while the app changes from one to the other', () => {
    expect(shopifyReader.verify(request(), ['new-secret', secret], 0).ok).toBe(true)
    expect(shopifyReader.verify(request(), [secret, 'old-secret'], 0).ok).toBe(true)
  })

  it.each([
    ['a changed byte', { ...request(), body: Buffer.concat([body, Buffer.from(' ')]) }],
    ['no signature', request({ 'x-shopify-hmac-sha256': undefined })],
    ['a signature given twice', request({ 'x-shopify-hmac-sha256': ['a', 'b'] })],
    ['a short signature', request({ 'x-shopify-hmac-sha256': 'AAAA' })],
    ['a topic that is none', request({ 'x-shopify-topic': '../../orders' })],
  ])('refuses %s', (_, wrong) => {
    expect(shopifyReader.verify(wrong, [secret], 0).ok).toBe(false)
  })

  it('refuses everything without a secret', () => {
    expect(shopifyReader.verify(request(), [], 0).ok).toBe(false)
  })

  it('names a delivery without an id by its body', () => {
    const bare = { 'x-shopify-webhook-id': undefined }
    const first = shopifyReader.verify(request(bare), [secret], 0)
    expect(first).toEqual(shopifyReader.verify(request(bare), [secret], 1))
    const other = shopifyReader.verify(request(bare, fixture('pos-refund.json')), [secret], 0)
    expect(first.ok && other.ok && first.deliveryId !== other.deliveryId).toBe(true)
  })

  it("says what Shopify's own library says", async () => {
    const { webhooks } = shopifyApi({
      apiKey: 'key',
      apiSecretKey: secret,
      apiVersion: ApiVersion.October26,
      hostName: 'localhost',
      isEmbeddedApp: true,
      logger: { level: LogSeverity.Error },
    })
    const forged = request({ 'x-shopify-hmac-sha256': Buffer.alloc(32).toString('base64') })
    const verdicts = []
    for (const sent of [request(), forged, request({ 'x-shopify-hmac-sha256': undefined })]) {
      const theirs = await webhooks.validate({
        rawBody: sent.body.toString('utf8'),
        rawRequest: { method: 'POST', url: '/webhooks/shopify', headers: sent.headers },
        rawResponse: {},
      })
      expect(shopifyReader.verify(sent, [secret], 0).ok).toBe(theirs.valid)
      verdicts.push(theirs.valid)
    }
    expect(verdicts).toEqual([true, false, false])
  })
})

describe('sender', () => {
  it.each([
    ['North-Roast.myshopify.com', 'north-roast.myshopify.com'],
    ['north-roast.example', null],
    ['evil.example/north-roast.myshopify.com', null],
    ['north-roast.myshopify.com.evil.example', null],
    ['', null],
  ])('reads %s as %s', (shop, expected) => {
    expect(shopifyReader.sender(request({ 'x-shopify-shop-domain': shop }))).toBe(expected)
  })

  it.each([
    ['app/uninstalled', 'app-uninstalled.json'],
    ['shop/redact', 'shop-redact.json'],
    ['customers/redact', 'customers-redact.json'],
  ])('does not let the %s of one shop speak for another', (topic, name) => {
    const headers = { 'x-shopify-topic': topic }
    const bytes = fixture(name)
    expect(shopifyReader.sender(request(headers, bytes))).toBe('north-roast.myshopify.com')
    const turned = { ...headers, 'x-shopify-shop-domain': 'other.myshopify.com' }
    expect(shopifyReader.sender(request(turned, bytes))).toBeNull()
  })
})
