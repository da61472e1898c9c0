import { readFileSync } from 'node:fs'
import { buildSchema, parse, validate } from 'graphql'
import nock from 'nock'
import { afterEach, expect, it } from 'vitest'
import { shopDocument } from '../../../adapters/shopify/shop-facts.ts'
import { exchangeToken, isStoreOwner, refreshTokens } from '../../../adapters/shopify/token-grant.ts'
import { startShopify } from '../../doubles/shopify.ts'

const now = Date.UTC(2026, 10, 22, 14)
const options = { apiKey: 'key', apiSecret: 'the-secret', now: () => now, timeoutMs: 300 }
const shop = 'north-roast.myshopify.com'
const answering = (status: number, body: nock.Body, headers: Record<string, string> = {}) =>
  nock(`https://${shop}`).post('/admin/oauth/access_token').reply(status, body, headers)
afterEach(() => nock.cleanAll())

it('asks for an offline token that expires, and reads when', async () => {
  nock(`https://${shop}`)
    .post('/admin/oauth/access_token', {
      client_id: 'key',
      client_secret: 'the-secret',
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: 'session.token.here',
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
      expiring: '1',
    })
    .reply(200, {
      access_token: 'a',
      refresh_token: 'r',
      expires_in: 3600,
      refresh_token_expires_in: 7_776_000,
      scope: 'read_orders, write_discounts',
    })
  expect(await exchangeToken(options, shop, 'session.token.here')).toEqual({
    accessToken: 'a',
    accessExpiresAt: now + 3_600_000,
    refreshToken: 'r',
    refreshExpiresAt: now + 7_776_000_000,
    scopes: ['read_orders', 'write_discounts'],
  })
})

it('learns from a token of the user whether the store is theirs, and guesses nothing', async () => {
  const asked = { requested_token_type: 'urn:shopify:params:oauth:token-type:online-access-token' }
  for (const account_owner of [true, false]) {
    nock(`https://${shop}`)
      .post('/admin/oauth/access_token', (body) => body.requested_token_type === asked.requested_token_type)
      .reply(200, { access_token: 'u', expires_in: 86_399, associated_user: { id: 1, account_owner } })
    expect(await isStoreOwner(options, shop, 't')).toBe(account_owner)
  }
  answering(400, { error: 'invalid_subject_token' })
  expect(await isStoreOwner(options, shop, 't')).toBeNull()
  answering(200, { access_token: 'u', associated_user: { id: 1 } })
  await expect(isStoreOwner(options, shop, 't')).rejects.toMatchObject({ retryable: true })
})

it('keeps a refresh token whose life is not said, and takes an unsaid life for an hour', async () => {
  answering(200, { access_token: 'a2', refresh_token: 'r2' })
  expect(await refreshTokens(options, shop, 'r1')).toEqual({
    accessToken: 'a2',
    accessExpiresAt: now + 3_600_000,
    refreshToken: 'r2',
    refreshExpiresAt: null,
  })
  answering(200, { access_token: 'a3', expires_in: 60 })
  expect(await refreshTokens(options, shop, 'r2')).toMatchObject({ accessToken: 'a3', refreshToken: 'r2' })
})

it('tells a grant that is dead from trouble that passes', async () => {
  answering(400, { error: 'invalid_grant' })
  expect(await refreshTokens(options, shop, 'r')).toBeNull()
  answering(400, { error: 'invalid_subject_token' })
  expect(await exchangeToken(options, shop, 't')).toBeNull()
  const passing: [number, nock.Body][] = [
    [500, { error: 'invalid_grant' }],
    [503, '<html>maintenance</html>'],
    [429, {}],
    [404, 'Not Found'],
    [400, { error: 'invalid_client' }],
    [200, '<html>'],
    [200, { access_token: '' }],
  ]
  for (const [status, body] of passing) {
    answering(status, body)
    await expect(refreshTokens(options, shop, 'r')).rejects.toMatchObject({ retryable: true })
  }
  answering(429, {}, { 'retry-after': '7' })
  await expect(refreshTokens(options, shop, 'r')).rejects.toMatchObject({ retryAfterMs: 7000 })
})

it('waits for no answer for ever, follows no redirect, and tells no secret', async () => {
  const slow = await startShopify({ shop })
  slow.faults.latencyMs = 1000
  const failure = await refreshTokens({ ...options, apiUrl: slow.url }, shop, 'the-refresh-token').catch(
    (error: Error) => error,
  )
  expect(failure).toMatchObject({ retryable: true })
  expect(`${(failure as Error).stack}${JSON.stringify(failure)}`).not.toMatch(/the-refresh-token|the-secret/)
  await slow.close()
  answering(302, '', { location: 'https://evil.example/' })
  await expect(refreshTokens(options, shop, 'r')).rejects.toMatchObject({ retryable: true })
  await expect(refreshTokens(options, 'evil.example', 'r')).rejects.toMatchObject({ retryable: false })
})

it('asks what a shop is in words that the Admin API knows', () => {
  const schema = buildSchema(
    readFileSync(new URL('../../fixtures/shopify/admin-2026-10.graphql', import.meta.url), 'utf8'),
  )
  expect(validate(schema, parse(shopDocument.text))).toEqual([])
})
