import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { WebhooksHelper } from 'square'
import { describe, expect, it } from 'vitest'
import { createSquare } from '../../../adapters/square/adapter.ts'

const notificationUrl = 'https://example.com/webhook'
const { reader } = createSquare({ notificationUrl })
const body = Buffer.from('{"hello":"world"}')
const signature = '2kRE5qRU2tR+tBGlDwMEw2avJ7QM4ikPYD/PJ3bd9Og='
const request = (given: string | undefined, sent: Buffer = body) => ({
  headers: { 'x-square-hmacsha256-signature': given },
  body: sent,
})
const verify = (given: string | undefined, keys = ['asdf1234'], sent = body) =>
  reader.verify(request(given, sent), keys, 0)

describe('Square’s signature', () => {
  it('holds for the published vector; what cannot be read is named by its hash, so that it is kept', () => {
    expect(verify(signature)).toEqual({
      ok: true,
      topic: '',
      deliveryId: 'sha256:93a23971a914e5eacbf0a8d25154cda309c3c1c72fbb9914d47c60f3cb681588',
    })
    expect(reader.sender(request(signature))).toBeNull()
  })

  it('holds under either key while one is being changed', () => {
    expect(verify(signature, ['other', 'asdf1234']).ok).toBe(true)
    expect(verify(signature, ['other']).ok).toBe(false)
  })

  it('fails without signature, without key, for another body and for another notification URL', () => {
    expect(verify(undefined)).toEqual({ ok: false, reason: 'x-square-hmacsha256-signature is missing' })
    expect(verify('').ok).toBe(false)
    expect(verify(signature, []).ok).toBe(false)
    expect(verify(signature, ['']).ok).toBe(false)
    expect(verify(signature, ['asdf1234'], Buffer.from('{"hello":"World"}')).ok).toBe(false)
    expect(verify(`${signature} `).ok).toBe(false)
    const slash = createSquare({ notificationUrl: `${notificationUrl}/` }).reader
    expect(slash.verify(request(signature), ['asdf1234'], 0).ok).toBe(false)
  })

  it('agrees with Square’s own helper', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string({ minLength: 1 }), fc.boolean(), async (text, key, right) => {
        const { createHmac } = await import('node:crypto')
        const made = createHmac('sha256', key)
          .update(notificationUrl + text)
          .digest('base64')
        const given = right ? made : `A${made.slice(1)}`
        const theirs = await WebhooksHelper.verifySignature({
          requestBody: text,
          signatureHeader: given,
          signatureKey: key,
          notificationUrl,
        })
        expect(verify(given, [key], Buffer.from(text)).ok).toBe(theirs)
      }),
      { numRuns: 50 },
    )
  })
})

describe('a verified webhook', () => {
  it('is named by its event and speaks for its merchant', async () => {
    const sent = readFileSync('test/fixtures/square/payment.updated.json')
    const { createHmac } = await import('node:crypto')
    const made = createHmac('sha256', 'k').update(notificationUrl).update(sent).digest('base64')
    expect(verify(made, ['k'], sent)).toEqual({
      ok: true,
      topic: 'payment.updated',
      deliveryId: '0c5a7f2e-6a44-4a8e-9a35-6c8ed2a0f1aa',
    })
    expect(reader.sender(request(made, sent))).toBe('MHARBOUR')
  })

  it.each(['', '[]', 'null', '{"merchant_id":7}', '{"type":"x","event_id":"y"}'])(
    'that says %s speaks for nobody',
    (text) => {
      expect(reader.sender(request('', Buffer.from(text)))).toBeNull()
    },
  )
})
