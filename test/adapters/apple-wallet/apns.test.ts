import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type ApnsClient, createApnsClient } from '../../../adapters/apple-wallet/apns-client.ts'
import { createApnsPause } from '../../../adapters/apple-wallet/apns-pause.ts'
import { createAppleWallet } from '../../../adapters/apple-wallet/wallet.ts'
import { type Key, keyText } from '../../../src/ports/keys.ts'
import { ProviderError } from '../../../src/ports/provider-error.ts'
import { type ApnsDouble, startApns } from '../../doubles/apns.ts'
import { makeDemoSigner, passTypeId } from './demo-signer.ts'
import { exampleFace } from './example-face.ts'

let demo: Awaited<ReturnType<typeof makeDemoSigner>>
let apns: ApnsDouble
let client: ApnsClient

beforeAll(async () => {
  demo = await makeDemoSigner()
})
afterAll(() => demo.remove())
afterEach(async () => {
  await client.close()
  await apns.close()
})

async function start(options = { tls: false }, timeoutMs = 5000): Promise<void> {
  apns = await startApns(options)
  client = createApnsClient({
    url: apns.url,
    ca: apns.ca,
    topic: passTypeId,
    tls: () => demo.signer.tls,
    timeoutMs,
  })
}

const told = { told: true }
const failure = async (push: Promise<unknown>) => {
  const error = await push.catch((thrown: unknown) => thrown)
  if (!(error instanceof ProviderError)) throw new Error('a ProviderError was expected', { cause: error })
  return error
}

describe('pushing', () => {
  test('sends an empty object on the pass type’s topic, with the pass’s own certificate', async () => {
    await start({ tls: true })
    expect(await client.push('a1b2')).toEqual(told)
    expect(apns.pushes).toEqual([
      { token: 'a1b2', topic: passTypeId, body: '{}', client: `Pass Type ID: ${passTypeId}` },
    ])
  })

  test('many at once share one connection', async () => {
    await start()
    const tokens = Array.from({ length: 500 }, (_, index) => `token${index}`)
    await Promise.all(tokens.map((token) => client.push(token)))
    expect(new Set(apns.pushes.map((push) => push.token)).size).toBe(500)
    expect(apns.connections()).toBe(1)
  })

  test('a token cannot leave its place in the address', async () => {
    await start()
    await client.push('../x?y')
    expect(apns.pushes[0]?.token).toBe('..%2Fx%3Fy')
  })

  test.each([
    [{ status: 410, reason: 'Unregistered' }, null],
    [{ status: 410, reason: 'Unregistered', timestamp: 1_790_000_000_000 }, 1_790_000_000_000],
    [{ status: 400, reason: 'BadDeviceToken' }, null],
    [{ status: 400, reason: 'DeviceTokenNotForTopic' }, null],
  ])('%j means that the token is dead since %s', async (reply, deadSince) => {
    await start()
    apns.reply(() => reply)
    expect(await client.push('dead')).toEqual({ told: false, deadSince })
  })

  test.each([
    [{ status: 429, reason: 'TooManyRequests', retryAfter: 7 }, true, 7000],
    [{ status: 503, reason: 'Shutdown' }, true, undefined],
    [{ status: 500, reason: 'InternalServerError' }, true, undefined],
    [{ status: 403, reason: 'BadCertificate' }, false, undefined],
    [{ status: 400, reason: 'BadTopic' }, false, undefined],
  ])('%j: worth trying again: %s', async (reply, retryable, retryAfterMs) => {
    await start()
    apns.reply(() => reply)
    const error = await failure(client.push('some-token'))
    expect(error).toMatchObject({ provider: 'apple', retryable, retryAfterMs })
    expect(error.message).toBe(`APNs answered ${reply.status} ${reply.reason}`)
  })
})

describe('a phone that is told of much at once', () => {
  test('gets one push, and one more for all that changed meanwhile', async () => {
    await start()
    apns.reply(() => ({ status: 200, delayMs: 50 }))
    expect(await Promise.all(Array.from({ length: 20 }, () => client.push('phone')))).toEqual(
      Array(20).fill(told),
    )
    expect(apns.pushes).toHaveLength(2)
    await client.push('phone')
    expect(apns.pushes).toHaveLength(3)
  })

  test('is told once more when the push before failed', async () => {
    await start()
    let answers = 0
    apns.reply(() => {
      answers += 1
      return { status: answers === 1 ? 429 : 200, delayMs: 30 }
    })
    const [first, second] = await Promise.allSettled([client.push('phone'), client.push('phone')])
    expect([first?.status, second?.status]).toEqual(['rejected', 'fulfilled'])
  })
})

describe('a server that refuses', () => {
  test('is left alone for as long as it asks, without being called', async () => {
    await start()
    apns.reply(() => ({ status: 503, reason: 'ServiceUnavailable', retryAfter: 30 }))
    await failure(client.push('one'))
    const error = await failure(client.push('two'))
    expect(error.retryable).toBe(true)
    expect(error.retryAfterMs).toBeGreaterThan(29_000)
    expect(apns.pushes).toHaveLength(1)
  })

  test('again and again is left alone for longer and longer, a minute at most; one answer ends it', () => {
    let now = 0
    const pause = createApnsPause(() => now)
    const waits: number[] = []
    for (let refusal = 0; refusal < 12; refusal += 1) {
      pause.note({ status: 500, retryAfterMs: undefined })
      const before = now
      for (;;) {
        try {
          pause.check()
          break
        } catch (error) {
          now += (error as ProviderError).retryAfterMs!
        }
      }
      waits.push(now - before)
    }
    expect(waits).toEqual([0, 0, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000])
    pause.note({ status: 200, retryAfterMs: undefined })
    pause.note({ status: 503, retryAfterMs: undefined })
    expect(() => pause.check()).not.toThrow()
  })

  test('one phone’s tokens alone has no quarrel with the others', async () => {
    await start()
    apns.reply((token) => (token === 'busy' ? { status: 429, retryAfter: 60 } : { status: 200 }))
    await failure(client.push('busy'))
    expect(await client.push('other')).toEqual(told)
  })
})

describe('the connection', () => {
  test('is made anew with a renewed certificate; what is under way ends on the old one', async () => {
    await start()
    apns.reply((token) => ({ status: 200, delayMs: token === 'slow' ? 100 : 0 }))
    const slow = client.push('slow')
    await client.push('one')
    client.renew()
    expect(await client.push('two')).toEqual(told)
    expect(await slow).toEqual(told)
    expect(apns.connections()).toBe(2)
  })

  test('is replaced after it was told to go away, and nothing is lost', async () => {
    await start()
    await client.push('one')
    apns.goAway()
    await Promise.all(Array.from({ length: 20 }, (_, index) => client.push(`more${index}`)))
    expect(new Set(apns.pushes.map((push) => push.token)).size).toBe(21)
    expect(apns.connections()).toBe(2)
  })

  test('is replaced when it broke while idle', async () => {
    await start()
    await client.push('one')
    apns.dropAll()
    expect(await client.push('two')).toEqual(told)
  })

  test('that breaks again and again is for later', async () => {
    await start()
    apns.reply(() => null)
    expect(await failure(client.push('one'))).toMatchObject({ retryable: true })
    apns.reply(() => ({ status: 200 }))
    expect(await client.push('one')).toEqual(told)
  })

  test('that does not answer is given up in time, and the next push takes another', async () => {
    await start({ tls: false }, 100)
    apns.reply((token) => ({ status: 200, delayMs: token === 'slow' ? 2000 : 0 }))
    const error = await failure(client.push('slow'))
    expect(error).toMatchObject({ retryable: true })
    expect(error.message).toContain('no answer within 100 ms')
    expect(await client.push('quick')).toEqual(told)
    expect(apns.connections()).toBe(2)
  })

  test('that cannot be made is for later; the error names no token', async () => {
    await start()
    const nowhere = createApnsClient({
      url: 'http://127.0.0.1:9',
      topic: passTypeId,
      tls: () => demo.signer.tls,
    })
    const error = await failure(nowhere.push('secret-token'))
    expect(error).toMatchObject({ retryable: true })
    expect(error.message).not.toContain('secret-token')
    await nowhere.close()
  })
})

describe('the wallet', () => {
  const holders = (...tokens: string[]) => {
    const forgotten: string[] = []
    return {
      forgotten,
      devices: {
        ofCards: async (cards: Key[]) => {
          const held = tokens.map((pushToken) => ({ deviceId: `device-of-${pushToken}`, pushToken }))
          return new Map(cards.map((card) => [keyText(card), held]))
        },
        forget: async (_merchant: string, _card: string, deviceId: string) => void forgotten.push(deviceId),
      },
    }
  }

  test('tells every phone that holds the card, and forgets the dead ones', async () => {
    await start()
    apns.reply((token) => ({ status: token === 'dead' ? 410 : 200 }))
    const { devices, forgotten } = holders('a', 'dead', 'b')
    expect(await createAppleWallet({ apns: client, devices }).publish(exampleFace())).toEqual({ told: 2 })
    expect(forgotten).toEqual(['device-of-dead'])
  })

  test('one phone’s trouble keeps nobody else from hearing, and is tried again', async () => {
    await start()
    apns.reply((token) =>
      token === 'busy' ? { status: 429, retryAfter: 3 } : { status: 400, reason: 'BadTopic' },
    )
    const { devices } = holders('odd', 'busy')
    const wallet = createAppleWallet({ apns: client, devices })
    expect(await failure(wallet.publish(exampleFace()))).toMatchObject({
      retryable: true,
      retryAfterMs: 3000,
    })
    expect(apns.pushes).toHaveLength(2)
  })

  test('sends nothing without APNs', async () => {
    await start()
    const { devices } = holders('a')
    expect(await createAppleWallet({ apns: null, devices }).publish(exampleFace())).toEqual({ told: 0 })
  })
})
