import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { Router } from 'express'
import { expect, it } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { createApp } from '../../src/http/app.ts'

/** For whom a request from this machine counts that says it comes from `forwarded`. */
async function countedFor(forwarded: string, env: Record<string, string>): Promise<string> {
  const nothing = () => Router()
  const pages = Router().get('/', (request, response) => {
    response.send(request.ip)
  })
  const app = createApp(
    {
      webhooks: nothing(),
      googleCallback: nothing(),
      health: nothing(),
      api: nothing(),
      appleWebService: nothing(),
      walletImages: nothing(),
      pages,
    },
    () => undefined,
    loadConfig(env).http.trustedProxies,
  )
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const answer = await fetch(`http://127.0.0.1:${port}`, { headers: { 'X-Forwarded-For': forwarded } })
  const told = await answer.text()
  server.close()
  return told
}

it.each([
  ['192.0.2.1', {}, '192.0.2.1'],
  ['192.0.2.1, 10.0.0.7', {}, '192.0.2.1'],
  ['192.0.2.1', { TRUST_PROXY: 'none' }, '127.0.0.1'],
  ['192.0.2.1', { TRUST_PROXY: '10.0.0.7, 192.168.0.0/16' }, '127.0.0.1'],
  ['192.0.2.1, 10.0.0.7', { TRUST_PROXY: '127.0.0.1' }, '10.0.0.7'],
  ['192.0.2.1, 10.0.0.7', { TRUST_PROXY: 'loopback, 10.0.0.0/8' }, '192.0.2.1'],
])('takes a visitor said to be %s, with %o, for %s', async (forwarded, env, visitor) => {
  expect(await countedFor(forwarded, env as Record<string, string>)).toBe(visitor)
})

// Whatever is accepted must be good enough for Express, which throws at what it does not know.
it.each(['none', '::1', 'fd00::/8', '10.0.0.0/1', '::ffff:10.0.0.1', 'loopback,linklocal , uniquelocal'])(
  'starts with TRUST_PROXY=%s',
  async (networks) => {
    expect(await countedFor('192.0.2.1', { TRUST_PROXY: networks })).toMatch(/^(127\.0\.0\.1|192\.0\.2\.1)$/)
  },
)
