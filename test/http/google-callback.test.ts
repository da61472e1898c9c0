import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createCallbackCheck } from '../../adapters/google-wallet/callback-check.ts'
import { parseRootKeys } from '../../adapters/google-wallet/signing-keys.ts'
import { problemHandler } from '../../src/http/errors.ts'
import { type GoogleCallbackDeps, googleCallback } from '../../src/http/google-callback.ts'
import { ProviderError } from '../../src/ports/provider-error.ts'
import { createGoogleCallbacks } from '../doubles/google-callbacks.ts'
import { memoryGoogleRecords } from '../doubles/google-records.ts'

const issuerId = '3388000000022222222'
const now = 1_780_000_000_000
const google = createGoogleCallbacks(issuerId)
const card = { merchantId: 'm', cardId: 'c', passToken: 't', revision: 4, modifiedSecond: 1 }
const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

async function serve(changes: Partial<GoogleCallbackDeps> = {}) {
  const records = memoryGoogleRecords(() => now)
  await records.recordObject('m', 'c', 4, null)
  const onNews = vi.fn(async () => undefined)
  const rootKeys = parseRootKeys(google.keyList())
  const app = express()
  app.use(
    googleCallback({
      check: createCallbackCheck({ issuerId, clock: () => now, rootKeys: async () => rootKeys }),
      cards: { bySerial: async (serial) => (serial === 'serial-1' ? card : null) },
      holders: records,
      onNews,
      ...changes,
    }),
  )
  app.use(problemHandler(() => undefined))
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  closing.push(() => server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/google-wallet`
  const post = async (body: Buffer | string) => {
    const headers = { 'content-type': 'application/json' }
    return (await fetch(url, { method: 'POST', body: new Uint8Array(Buffer.from(body)), headers })).status
  }
  return { post, records, onNews }
}

const message = (options: { eventType?: 'save' | 'del'; serial?: string; later?: number } = {}) => {
  const { eventType = 'save', serial = 'serial-1', later = 0 } = options
  return google.body({
    objectId: `${issuerId}.${serial}`,
    eventType,
    expiresAt: now + 60_000 + later,
    nonce: `${eventType}${later}`,
  })
}

describe('POST /webhooks/google-wallet', () => {
  it('notes a save once, and answers 200 to its repeats', async () => {
    const { post, onNews } = await serve()
    expect(await post(message())).toBe(200)
    expect(await post(message())).toBe(200)
    expect(onNews.mock.calls).toEqual([
      [{ merchantId: 'm', cardId: 'c', kind: 'save', asOf: now + 60_000, nonce: 'save0' }],
    ])
  })

  it('ends with the pass deleted, whichever message comes first', async () => {
    const { post, records } = await serve()
    expect(await post(message({ eventType: 'del', later: 5 }))).toBe(200)
    expect(await post(message())).toBe(200)
    await records.releaseObject('m', 'c')
    expect(await records.objectRevision('m', 'c')).toBeNull()
  })

  it('answers 200 for a card that is gone', async () => {
    const { post, onNews } = await serve()
    expect(await post(message({ serial: 'erased' }))).toBe(200)
    expect(onNews).not.toHaveBeenCalled()
  })

  it('refuses what Google did not sign, and changes nothing', async () => {
    const { post, onNews } = await serve()
    const forged = createGoogleCallbacks(issuerId).body({
      objectId: `${issuerId}.serial-1`,
      expiresAt: now + 1000,
    })
    for (const body of [forged, '', '{}', 'x'.repeat(1000)]) expect(await post(body)).toBe(401)
    expect(await post('x'.repeat(100_000))).toBe(413)
    expect(onNews).not.toHaveBeenCalled()
  })

  it("asks Google to come again while Google's keys cannot be had, or the database fails", async () => {
    const check = async () => {
      throw new ProviderError('google-wallet', 'no keys', { retryable: true })
    }
    expect(await (await serve({ check })).post(message())).toBe(503)
    const noteSaveEvent = async () => {
      throw new Error('database gone')
    }
    expect(await (await serve({ holders: { noteSaveEvent } })).post(message())).toBe(500)
  })
})
