import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSquare } from '../../../adapters/square/adapter.ts'
import type { Reward } from '../../../src/domain/program.ts'
import { ProviderError } from '../../../src/ports/provider-error.ts'
import type { TillClient } from '../../../src/ports/till.ts'
import { type SquareDouble, startSquareDouble } from '../../doubles/square.ts'

const notificationUrl = 'http://127.0.0.1:1/webhooks/square'
const now = Date.UTC(2026, 10, 22, 12)
let square: SquareDouble
let client: TillClient

const connect = (apiUrl: string, accessToken = 'square-token', timeoutMs?: number): TillClient => {
  const adapter = createSquare({ notificationUrl, apiUrl, clock: () => now, timeoutMs })
  return adapter.client({ provider: 'square', merchantId: 'M7SQUARE', accessToken })!
}

beforeEach(async () => {
  square = await startSquareDouble({ notificationUrl })
  client = connect(square.url)
})
afterEach(() => square.close())

const reward = (change: Partial<Reward> = {}): Reward => ({
  id: 'r',
  title: 'Free coffee',
  kind: 'redeem_code',
  codeSource: 'minted',
  discount: { percent: 100 },
  display: 'text',
  ...change,
})
const code = (couponId: string, change: Partial<Reward> = {}) => ({
  couponId,
  code: `CODE${couponId.toUpperCase()}`,
  reward: reward(change),
  startsAt: now,
})
/** The ProviderError that a call ends with. */
async function failing(call: Promise<unknown>): Promise<ProviderError> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(ProviderError)
  return error as ProviderError
}

describe('placing a code', () => {
  it.each([
    [{ percent: 100 }, { discount_type: 'FIXED_PERCENTAGE', percentage: '100' }],
    [{ percent: 7.5 }, { discount_type: 'FIXED_PERCENTAGE', percentage: '7.5' }],
    [
      { amount: { amount: 350, currency: 'EUR' } },
      { discount_type: 'FIXED_AMOUNT', amount_money: { amount: 350, currency: 'EUR' } },
    ],
    [{ productIds: ['VAR1'] }, { discount_type: 'FIXED_PERCENTAGE', percentage: '100' }],
  ])('of %j makes a discount that the cashier finds by the code', async (discount, made) => {
    const { externalId } = await client.placeCode(code('a1', { discount }))
    expect(square.catalog.get(externalId)?.discount_data).toEqual({ name: 'Free coffee · CODEA1', ...made })
  })

  it('again finds the same discount', async () => {
    const first = await client.placeCode(code('a1'))
    expect(await client.placeCode(code('a1'))).toEqual(first)
    expect(square.catalog.size).toBe(1)
  })

  it('again, made by the same key with another body, finds it by its name', async () => {
    const first = await client.placeCode(code('a1'))
    expect(await client.placeCode(code('a1', { discount: { percent: 50 } }))).toEqual(first)
    expect(square.catalog.size).toBe(1)
  })

  it('of many coupons at once takes few writes, one after the other, as Square asks', async () => {
    square.writeMs = 10
    const adapter = createSquare({ notificationUrl, apiUrl: square.url })
    const each = () =>
      adapter.client({ provider: 'square', merchantId: 'M7SQUARE', accessToken: 'square-token' })!
    const ids = Array.from({ length: 450 }, (_, at) => `n${at}`)
    const placed = await Promise.all(ids.map((id) => each().placeCode(code(id))))
    expect(new Set(placed.map(({ externalId }) => externalId)).size).toBe(450)
    for (const [at, { externalId }] of placed.entries())
      expect(square.catalog.get(externalId)?.discount_data.name).toBe(`Free coffee · CODEN${at}`)
    const writes = square.requests.filter(({ path }) => path === '/v2/catalog/batch-upsert')
    expect(writes.map(({ status }) => status)).toEqual([200, 200, 200])
    await Promise.all(placed.map(({ externalId }) => each().removeCode({ externalId, code: '' })))
    expect(square.catalog.size).toBe(0)
    expect(square.requests.filter(({ status }) => status === 429)).toEqual([])
  })

  it('after a batch whose answer was lost makes nothing twice', async () => {
    square.loseAnswers = 1
    const ids = ['a', 'b', 'c']
    const lost = await Promise.allSettled(ids.map((id) => client.placeCode(code(id))))
    expect(lost.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(square.catalog.size).toBe(3)
    // In another company than before, so that Square's idempotency key would not find them.
    const placed = await Promise.all(['b', 'd'].map((id) => client.placeCode(code(id))))
    await Promise.all(ids.map((id) => client.placeCode(code(id))))
    expect(square.catalog.size).toBe(4)
    expect(square.catalog.get(placed[0]!.externalId)?.discount_data.name).toBe('Free coffee · CODEB')
  })

  it('that Square finds fault with does not spoil those beside it', async () => {
    square.refuses = (name) => name.endsWith('CODEB')
    const results = await Promise.allSettled(['a', 'b', 'c'].map((id) => client.placeCode(code(id))))
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await failing(Promise.reject((results[1] as PromiseRejectedResult).reason))).toMatchObject({
      retryable: false,
    })
    expect(square.catalog.size).toBe(2)
  })

  it('goes on after one that failed', async () => {
    square.fault = { status: 500, times: 1 }
    expect((await failing(client.placeCode(code('a')))).retryable).toBe(true)
    expect(await client.placeCode(code('a'))).toMatchObject({ externalId: expect.any(String) })
  })

  it('of a reward that takes nothing off is refused in plain words, without a call', async () => {
    const error = await failing(client.placeCode(code('a', { discount: undefined })))
    expect(error).toMatchObject({ retryable: false, reason: 'reward' })
    expect(error.message).toContain('takes nothing off')
    expect(square.requests).toEqual([])
  })

  it('keeps a long title within what Square takes, and the code whole', async () => {
    const { externalId } = await client.placeCode(code('a', { title: 'é☕'.repeat(300) }))
    const name = square.catalog.get(externalId)?.discount_data.name ?? ''
    expect([...name]).toHaveLength(255)
    expect(name).toMatch(/ · CODEA$/)
  })
})

describe('removing a code', () => {
  it('deletes the discount, and is content when it is gone', async () => {
    const { externalId } = await client.placeCode(code('a'))
    await client.removeCode({ externalId, code: 'CODEA' })
    await client.removeCode({ externalId, code: 'CODEA' })
    expect(square.catalog.size).toBe(0)
  })
})

describe('fetching an order', () => {
  it('gives Square’s own bytes, named by the order’s state', async () => {
    const order = square.open({ total: 900, card: 'serial-1' })
    const fetched = await client.fetchOrder!(order.id)
    expect(fetched).toMatchObject({ topic: 'stampbridge.order.fetched', deliveryId: `${order.id}:1` })
    expect(fetched.body.toString()).toBe(JSON.stringify({ order }))
    order.version = 2
    expect((await client.fetchOrder!(order.id)).deliveryId).toBe(`${order.id}:2`)
  })

  it('names an order without version by its time', async () => {
    const order = square.open({ total: 900 })
    Object.assign(order, { version: undefined })
    expect((await client.fetchOrder!(order.id)).deliveryId).toBe(`${order.id}:${order.updated_at}`)
  })

  it('is tried again for an order that Square does not show yet', async () => {
    expect(await failing(client.fetchOrder!('unknown'))).toMatchObject({
      retryable: true,
      retryAfterMs: 5000,
    })
  })
})

describe('a failure', () => {
  const calls: [string, (client: TillClient) => Promise<unknown>][] = [
    ['placeCode', (each) => each.placeCode(code('a'))],
    ['removeCode', (each) => each.removeCode({ externalId: 'x', code: 'A' })],
    ['fetchOrder', (each) => each.fetchOrder!('x')],
  ]

  it.each(calls)('of %s says whether trying again helps, and when', async (_, call) => {
    for (const status of [408, 429, 500, 503]) {
      square.fault = { status, times: 1, retryAfter: '7' }
      expect(await failing(call(client))).toMatchObject({
        provider: 'square',
        retryable: true,
        retryAfterMs: 7000,
      })
    }
    square.fault = { status: 429, times: 1, retryAfter: new Date(now + 9000).toUTCString() }
    expect((await failing(call(client))).retryAfterMs).toBe(9000)
    for (const status of [400, 403]) {
      square.fault = { status, times: 1 }
      expect((await failing(call(client))).retryable).toBe(false)
    }
    expect(square.requests).toHaveLength(7)
  })

  it.each(calls)('of %s with a dead token asks a person, and does not show the token', async (_, call) => {
    const error = await failing(call(connect(square.url, 'dead-token')))
    expect(error.retryable).toBe(false)
    expect(error.message).toContain('connect Square again')
    expect(JSON.stringify(error) + error.stack + String(error.cause)).not.toContain('dead-token')
  })

  it.each(calls)('of %s by the network, a proxy or silence is tried again', async (_, call) => {
    square.fault = { status: 502, times: 1, html: true }
    expect((await failing(call(client))).retryable).toBe(true)
    square.fault = { hangUp: true, times: 1 }
    expect(await failing(call(client))).toMatchObject({ retryable: true })
    const gone = await startSquareDouble({ notificationUrl })
    await gone.close()
    const refused = await failing(call(connect(gone.url)))
    expect(refused).toMatchObject({ retryable: true, reason: 'unreachable' })
    expect(refused.message).toContain('ECONNREFUSED')
    square.latencyMs = 300
    const late = await failing(call(connect(square.url, 'square-token', 100)))
    expect(late).toMatchObject({ retryable: true, message: expect.stringContaining('timeout') })
  })

  it('of an answer that stops half-way ends in time', async () => {
    const half = createServer((socket) => {
      socket.write(
        'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"order":',
      )
      socket.on('error', () => socket.destroy())
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => half.once('listening', resolve))
    const { port } = half.address() as { port: number }
    const each = connect(`http://127.0.0.1:${port}`, 'square-token', 150)
    expect((await failing(each.fetchOrder!('x'))).retryable).toBe(true)
    half.close()
  })
})

describe('credentials', () => {
  it('of another till get no client', () => {
    const adapter = createSquare({ notificationUrl })
    expect(adapter.client({ provider: 'open', webhookSecret: 'whsec_x' })).toBeNull()
  })
})
