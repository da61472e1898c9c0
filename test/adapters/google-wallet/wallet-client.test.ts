import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loyaltyClass, loyaltyObject } from '../../../adapters/google-wallet/loyalty-object.ts'
import { createRateLimit } from '../../../adapters/google-wallet/rate-limit.ts'
import { createWalletClient } from '../../../adapters/google-wallet/wallet-client.ts'
import { ProviderError } from '../../../src/ports/provider-error.ts'
import { memoryCallLane } from '../../doubles/call-lane.ts'
import { type Fault, type GoogleWalletDouble, startGoogleWallet } from '../../doubles/google-wallet.ts'
import { promptMs } from '../../support/eventually.ts'
import { baseUrl, face, issuerId, serviceKey } from './face.ts'

const place = { issuerId, baseUrl }
const theClass = loyaltyClass(face(), place)
const object = (stamps: number) => loyaltyObject(face({ stamps }), place)
const silent = { exists: true, notify: false }
const fresh = { exists: false, notify: false }

let google: GoogleWalletDouble
beforeEach(async () => {
  google = await startGoogleWallet({ issuerId, email: serviceKey.email, key: serviceKey.privateKey })
})
afterEach(() => google.close())

const clientFor = (options: { timeout?: number; perSecond?: number } = {}) =>
  createWalletClient({
    key: serviceKey,
    limit: createRateLimit({
      perSecond: options.perSecond ?? 1000,
      lane: memoryCallLane(Date.now),
      patience: 2000,
    }),
    clock: Date.now,
    apiUrl: google.url,
    tokenUrl: google.tokenUrl,
    timeout: options.timeout ?? 5000,
  })
const sent = () => google.calls.map(({ method, path }) => `${method} ${path.split('/')[3]}`)
const stampsAtGoogle = () => google.objects.get(object(0).id)?.loyaltyPoints

describe('createWalletClient', () => {
  it('makes class and object, and brings both up to date when they are there', async () => {
    const client = clientFor()
    await client.putClass('loyalty', theClass)
    await client.putClass('loyalty', { ...theClass, programName: 'New name' })
    expect(google.classes.get(theClass.id)).toMatchObject({ programName: 'New name' })
    expect(await client.putObject('loyalty', object(1), fresh)).toEqual({ outcome: 'done', held: false })
    await client.putObject('loyalty', object(2), fresh)
    await client.putObject('loyalty', object(3), silent)
    expect(stampsAtGoogle()).toMatchObject({ balance: { string: '3/10' } })
    expect(sent()).toEqual([
      'POST loyaltyClass',
      'POST loyaltyClass',
      'PATCH loyaltyClass',
      'POST loyaltyObject',
      'POST loyaltyObject',
      'PATCH loyaltyObject',
      'PATCH loyaltyObject',
    ])
  })

  it('makes an object that was thought to be there', async () => {
    const client = clientFor()
    await client.putClass('loyalty', theClass)
    await client.putObject('loyalty', object(4), silent)
    expect(stampsAtGoogle()).toMatchObject({ balance: { string: '4/10' } })
  })

  it('says when Google lacks the class', async () => {
    expect(await clientFor().putObject('loyalty', object(1), fresh)).toEqual({ outcome: 'class-missing' })
    expect(await clientFor().putObject('loyalty', object(1), silent)).toEqual({ outcome: 'class-missing' })
  })

  it('signs in again when its token is worth nothing any more', async () => {
    const client = clientFor()
    await client.putClass('loyalty', theClass)
    google.forgetTokens()
    await client.putObject('loyalty', object(1), fresh)
    expect(google.objects.size).toBe(1)
  })

  it('asks Google to tell the holder only when it should, and goes on silently when the day is used up', async () => {
    const client = clientFor()
    await client.putClass('loyalty', theClass)
    await client.putObject('loyalty', object(0), fresh)
    google.holders.add(object(0).id)
    await client.putObject('loyalty', object(1), silent)
    expect(google.notices).toHaveLength(0)
    for (const stamps of [2, 3, 4, 5])
      expect(await client.putObject('loyalty', object(stamps), { exists: true, notify: true })).toEqual({
        outcome: 'done',
        held: true,
      })
    expect(google.notices.map((notice) => notice.balance)).toEqual(['2/10', '3/10', '4/10'])
    expect(stampsAtGoogle()).toMatchObject({ balance: { string: '5/10' } })
  })

  it.each<[string, Fault, { retryable: boolean; retryAfterMs?: number | undefined }]>([
    ['429', { kind: 'status', status: 429, retryAfter: '7' }, { retryable: true, retryAfterMs: 7000 }],
    ['403 rate limit', { kind: 'status', status: 403, reason: 'rateLimitExceeded' }, { retryable: true }],
    ['500', { kind: 'status', status: 500 }, { retryable: true, retryAfterMs: undefined }],
    [
      '503',
      { kind: 'status', status: 503, retryAfter: 'soon' },
      { retryable: true, retryAfterMs: undefined },
    ],
    ['400', { kind: 'status', status: 400, reason: 'badRequest' }, { retryable: false }],
    ['a reset', { kind: 'reset' }, { retryable: true }],
    ['a lost answer', { kind: 'lost' }, { retryable: true }],
    ['no answer', { kind: 'slow', milliseconds: 4000 }, { retryable: true }],
  ])('tells what to do about %s', async (_, fault, expected) => {
    const client = clientFor({ timeout: 500 })
    await client.putClass('loyalty', theClass)
    google.faults.push(fault)
    const error = await client.putObject('loyalty', object(1), fresh).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ProviderError)
    expect(error).toMatchObject({ provider: 'google-wallet', ...expected })
    expect(google.calls.filter((call) => call.path.endsWith('loyaltyObject'))).toHaveLength(1)
  })

  it('goes no further when the service account has no right to the issuer', async () => {
    const client = clientFor()
    google.faults.push(
      { kind: 'status', status: 403, reason: 'permissionDenied' },
      { kind: 'status', status: 403, reason: 'permissionDenied' },
    )
    await expect(client.putClass('loyalty', theClass)).rejects.toMatchObject({ retryable: false })
  })

  it('keeps ids, addresses and keys out of its errors', async () => {
    const client = clientFor()
    google.faults.push({ kind: 'status', status: 500 })
    const error = await client.putObject('loyalty', object(1), fresh).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      message: 'Google answered 500 (backendError: backendError for <id> at <url>)',
    })
    expect(JSON.stringify(error)).not.toMatch(/Bearer|PRIVATE|assertion/)
    expect((error as Error).cause).toBeUndefined()
  })

  it('waits no longer than its time for an access token either', async () => {
    google.tokenFaults.push({ kind: 'slow', milliseconds: 900 })
    const begun = performance.now()
    await expect(clientFor({ timeout: 300 }).putClass('loyalty', theClass)).rejects.toMatchObject({
      message: 'no answer from Google in time',
      retryable: true,
    })
    expect(performance.now() - begun).toBeLessThan(promptMs)
  })

  it('does not retry a refused sign-in', async () => {
    const stranger = await startGoogleWallet({ issuerId, email: 'other@x', key: serviceKey.privateKey })
    const client = createWalletClient({
      key: serviceKey,
      limit: createRateLimit({ perSecond: 100, lane: memoryCallLane(Date.now) }),
      clock: Date.now,
      apiUrl: stranger.url,
      tokenUrl: stranger.tokenUrl,
    })
    await expect(client.putClass('loyalty', theClass)).rejects.toMatchObject({ retryable: false })
    expect(stranger.calls).toEqual([])
    await stranger.close()
  })

  it('sends no more calls in a second than it may, however many ask at once', async () => {
    const client = clientFor({ perSecond: 20 })
    await client.putClass('loyalty', theClass)
    await client.putObject('loyalty', object(0), fresh)
    google.calls.length = 0
    await Promise.all(
      Array.from({ length: 30 }, (_, i) => client.putObject('loyalty', object(i % 10), silent)),
    )
    const at = google.calls.map((call) => call.at)
    expect(at).toHaveLength(30)
    // As many as twenty a second need a second and a half; a busy machine may shorten that by seeing the first one late.
    expect(Math.max(...at) - Math.min(...at)).toBeGreaterThan(1000)
  })

  it('holds all calls back for as long as Google asks', async () => {
    const client = clientFor()
    await client.putClass('loyalty', theClass)
    google.faults.push({ kind: 'status', status: 429, retryAfter: '1' })
    await expect(client.putObject('loyalty', object(1), fresh)).rejects.toMatchObject({ retryAfterMs: 1000 })
    const begun = performance.now()
    await client.putObject('loyalty', object(1), fresh)
    expect(performance.now() - begun).toBeGreaterThan(950)
  })
})
