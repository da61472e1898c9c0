import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { openTill } from '../../../adapters/open-till/adapter.ts'
import { newWebhookSecret } from '../../../adapters/open-till/webhook-secret.ts'
import { createOpenTillDouble } from '../../doubles/open-till.ts'

const { reader } = openTill
const now = Date.UTC(2026, 10, 22, 12, 0, 0)
const secret = newWebhookSecret()
const other = newWebhookSecret()
const signed = (at: number, by = secret) => {
  const till = createOpenTillDouble({ url: 'http://127.0.0.1:1', secret: by, clock: () => at })
  const { headers, body } = till.request('order.cancelled', { id: 'A1' }, 'msg_1')
  return { headers, body: Buffer.from(body), tillId: 'till-1' }
}

describe('an open till’s signature', () => {
  it('holds for what the standard’s library signed, and names the delivery', () => {
    expect(reader.verify(signed(now), [secret], now)).toEqual({
      ok: true,
      topic: 'order.cancelled',
      deliveryId: 'msg_1',
    })
    expect(reader.sender(signed(now))).toBe('till-1')
  })

  it('holds for what openssl signed', () => {
    const body = Buffer.from(
      '{"type":"order.cancelled","timestamp":"2026-11-22T12:00:00Z","data":{"id":"é"}}',
    )
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64').toString('hex')
    const sum = execFileSync(
      'openssl',
      ['dgst', '-sha256', '-mac', 'HMAC', '-macopt', `hexkey:${key}`, '-binary'],
      {
        input: Buffer.concat([Buffer.from(`msg_2.${now / 1000}.`), body]),
      },
    )
    const headers = {
      'webhook-id': 'msg_2',
      'webhook-timestamp': String(now / 1000),
      'webhook-signature': `v1a,ignored v1,${sum.toString('base64')}`,
    }
    expect(reader.verify({ headers, body }, [secret], now).ok).toBe(true)
  })

  it('holds under either secret while one is being changed, and for either of two signatures', () => {
    expect(reader.verify(signed(now, other), [secret, other], now).ok).toBe(true)
    const request = signed(now)
    request.headers['webhook-signature'] =
      `${signed(now, other).headers['webhook-signature']} ${request.headers['webhook-signature']}`
    expect(reader.verify(request, [secret], now).ok).toBe(true)
  })

  it.each([-300, 300])('holds when the clocks differ by %d seconds', (drift) => {
    expect(reader.verify(signed(now + drift * 1000), [secret], now).ok).toBe(true)
  })

  it.each([-301, 301])('fails when the clocks differ by %d seconds', (drift) => {
    expect(reader.verify(signed(now + drift * 1000), [secret], now)).toEqual({
      ok: false,
      reason: expect.stringContaining('more than five minutes'),
    })
  })

  it('fails for another body, another id, another secret, no secret and an empty one', () => {
    const changed = { ...signed(now), body: Buffer.from('{"type":"order.paid"}') }
    expect(reader.verify(changed, [secret], now).ok).toBe(false)
    const renamed = signed(now)
    renamed.headers['webhook-id'] = 'msg_2'
    expect(reader.verify(renamed, [secret], now).ok).toBe(false)
    expect(reader.verify(signed(now), [other], now).ok).toBe(false)
    expect(reader.verify(signed(now), [], now).ok).toBe(false)
    expect(reader.verify(signed(now), ['whsec_', ''], now).ok).toBe(false)
  })

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('fails without %s', (name) => {
    const request = signed(now)
    delete request.headers[name]
    expect(reader.verify(request, [secret], now)).toEqual({
      ok: false,
      reason: expect.stringContaining(name),
    })
  })

  it.each(['', 'now', '1e9', '-1', '17637984000000000'])('fails for the timestamp "%s"', (timestamp) => {
    const request = signed(now)
    request.headers['webhook-timestamp'] = timestamp
    expect(reader.verify(request, [secret], now).ok).toBe(false)
  })

  it('agrees with the standard’s library whatever is sent', () => {
    const webhook = new Webhook(secret)
    const here = Date.now()
    fc.assert(
      fc.property(
        fc.string(),
        fc.string({ minLength: 1 }).filter((id) => !/[\r\n]/.test(id)),
        fc.integer({ min: -400, max: 400 }),
        fc.boolean(),
        (body, id, drift, tamper) => {
          const at = new Date(Math.floor(here / 1000) * 1000 + drift * 1000)
          // At the very edge of the tolerance the library's own clock may have moved on.
          fc.pre(Math.abs(Math.abs(drift) - 300) > 5)
          const headers = {
            'webhook-id': id,
            'webhook-timestamp': String(at.getTime() / 1000),
            'webhook-signature': webhook.sign(id, at, body),
          }
          const sent = Buffer.from(tamper ? `${body} ` : body)
          const verdict = () => webhook.verify(sent, headers, { jsonParse: false })
          const ours = reader.verify({ headers, body: sent }, [secret], here).ok
          if (ours) expect(verdict).not.toThrow()
          else expect(verdict).toThrow()
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('the topic of a verified message', () => {
  const till = new Webhook(secret)
  const topicOf = (body: string) => {
    const headers = {
      'webhook-id': 'm',
      'webhook-timestamp': String(now / 1000),
      'webhook-signature': till.sign('m', new Date(now), body),
    }
    return reader.verify({ headers, body: Buffer.from(body) }, [secret], now)
  }

  it.each([
    ['{"type":"order.paid","data":{}}', 'order.paid'],
    ['{"data":{"type":"inner"},"type":"order.refunded"}', 'order.refunded'],
    ['not json', ''],
    ['[]', ''],
    ['null', ''],
    ['{"type":7}', ''],
  ])('of %s is "%s"', (body, topic) => {
    expect(topicOf(body)).toEqual({ ok: true, topic, deliveryId: 'm' })
  })
})

describe('a new secret', () => {
  it('is one that the standard’s library takes, of 24 random bytes, and never the same', () => {
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/)
    expect(() => new Webhook(secret)).not.toThrow()
    expect(secret).not.toBe(other)
  })
})
