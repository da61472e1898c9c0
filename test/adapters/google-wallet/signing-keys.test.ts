import { describe, expect, it, vi } from 'vitest'
import { createRootKeys, parseRootKeys } from '../../../adapters/google-wallet/signing-keys.ts'
import { createGoogleCallbacks } from '../../doubles/google-callbacks.ts'

const list = createGoogleCallbacks('1').keyList()
const url = 'https://keys.example/list'

function fetching() {
  const clock = { now: 1_780_000_000_000 }
  const answer = vi.fn<typeof fetch>(async () => Response.json(list))
  return { clock, answer, keys: createRootKeys({ url, clock: () => clock.now, fetch: answer }) }
}

describe('parseRootKeys', () => {
  it('keeps the keys of this protocol only, and none that is no P-256 key', () => {
    expect(parseRootKeys(list)).toHaveLength(1)
    const damaged = { keyValue: 'AAAA', protocolVersion: 'ECv2SigningOnly' }
    expect(parseRootKeys({ keys: [damaged] })).toEqual([])
    expect(() => parseRootKeys({ error: 'x' })).toThrow()
  })
})

describe('createRootKeys', () => {
  it('asks once an hour, for all together', async () => {
    const { clock, answer, keys } = fetching()
    await Promise.all([keys(), keys(), keys()])
    expect(await keys()).toHaveLength(1)
    expect(answer).toHaveBeenCalledTimes(1)
    clock.now += 3_600_000
    await keys()
    expect(answer).toHaveBeenCalledTimes(2)
  })

  it.each<[string, () => Promise<Response>]>([
    ['is down', async () => Promise.reject(new TypeError('fetch failed'))],
    ['answers 500', async () => new Response('no', { status: 500 })],
    ['answers nonsense', async () => new Response('<html>')],
    ['answers far too much', async () => new Response(' '.repeat(200_000))],
  ])('goes on with what it knows when Google %s, and asks again in a minute', async (_, failure) => {
    const { clock, answer, keys } = fetching()
    const known = await keys()
    clock.now += 3_600_000
    answer.mockImplementation(failure)
    expect(await keys()).toBe(known)
    expect(await keys()).toBe(known)
    expect(answer).toHaveBeenCalledTimes(2)
    answer.mockImplementation(async () => Response.json(list))
    clock.now += 60_000
    expect(await keys()).not.toBe(known)
  })

  it('says that it is worth trying later when it never had a list', async () => {
    const { clock, answer, keys } = fetching()
    answer.mockRejectedValueOnce(new TypeError('fetch failed'))
    await expect(keys()).rejects.toMatchObject({ retryable: true })
    await expect(keys()).rejects.toMatchObject({ retryable: true })
    expect(answer).toHaveBeenCalledTimes(1)
    clock.now += 60_000
    expect(await keys()).toHaveLength(1)
  })
})
