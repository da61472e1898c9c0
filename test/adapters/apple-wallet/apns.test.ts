import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type ApnsClient, createApnsClient } from '../../../adapters/apple-wallet/apns-client.ts'
import { createAppleWallet } from '../../../adapters/apple-wallet/wallet.ts'
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
    tls: demo.signer.tls,
    timeoutMs,
  })
}

const failure = async (push: Promise<unknown>) => {
  const error = await push.catch((thrown: unknown) => thrown)
  if (!(error instanceof ProviderError)) throw new Error('a ProviderError was expected', { cause: error })
  return error
}

describe('pushing', () => {
  test('sends an empty object on the pass type’s topic, with the pass’s own certificate', async () => {
    await start({ tls: true })
    expect(await client.push('a1b2')).toBe('told')
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
    [{ status: 410, reason: 'Unregistered' }, 'gone'],
    [{ status: 400, reason: 'BadDeviceToken' }, 'gone'],
    [{ status: 400, reason: 'DeviceTokenNotForTopic' }, 'gone'],
  ])('%j means that the token is %s', async (reply, outcome) => {
    await start()
    apns.reply(() => reply)
    expect(await client.push('dead')).toBe(outcome)
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

describe('the connection', () => {
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
    expect(await client.push('two')).toBe('told')
  })

  test('that breaks again and again is for later', async () => {
    await start()
    apns.reply(() => null)
    expect(await failure(client.push('one'))).toMatchObject({ retryable: true })
    apns.reply(() => ({ status: 200 }))
    expect(await client.push('one')).toBe('told')
  })

  test('that does not answer is given up in time, and the next push takes another', async () => {
    await start({ tls: false }, 100)
    apns.reply((token) => ({ status: 200, delayMs: token === 'slow' ? 2000 : 0 }))
    const error = await failure(client.push('slow'))
    expect(error).toMatchObject({ retryable: true })
    expect(error.message).toContain('no answer within 100 ms')
    expect(await client.push('quick')).toBe('told')
    expect(apns.connections()).toBe(2)
  })

  test('that cannot be made is for later; the error names no token', async () => {
    await start()
    const nowhere = createApnsClient({ url: 'http://127.0.0.1:9', topic: passTypeId, tls: demo.signer.tls })
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
        ofCard: async () => tokens.map((pushToken) => ({ deviceId: `device-of-${pushToken}`, pushToken })),
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
