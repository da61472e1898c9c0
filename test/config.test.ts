import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigError, loadConfig } from '../src/config.ts'

const folder = mkdtempSync(join(tmpdir(), 'stampbridge-config-'))
const file = (name: string) => {
  writeFileSync(join(folder, name), 'x')
  return join(folder, name)
}
const secretKey = 'k'.repeat(32)

function problemsOf(env: Record<string, string>): string[] {
  try {
    loadConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('configuration', () => {
  it('needs nothing: an embedded demo on this machine', () => {
    expect(loadConfig({})).toEqual({
      http: {
        port: 3000,
        host: '127.0.0.1',
        baseUrl: 'http://localhost:3000',
        trustedProxies: ['loopback', 'linklocal', 'uniquelocal'],
      },
      dataDir: join(process.cwd(), '.data'),
      database: {},
      redis: {},
      demo: true,
      logLevel: 'info',
    })
  })

  it('reads a whole installation', () => {
    const config = loadConfig({
      PORT: '8080',
      HOST: '::',
      BASE_URL: 'https://cards.example.com/',
      DATABASE_URL: 'postgresql://u:p@db:5432/cards',
      REDIS_URL: 'redis://cache:6379/2',
      SECRET_KEY: `${secretKey}, ${'o'.repeat(40)}`,
      ADMIN_API_KEY: 'operator-operator',
      SHOPIFY_API_KEY: 'id',
      SHOPIFY_API_SECRET: 'new,old',
      SQUARE_WEBHOOK_SIGNATURE_KEY: 'sig',
      SQUARE_API_URL: 'http://127.0.0.1:9/',
      APPLE_PASS_TYPE_ID: 'pass.com.example',
      APPLE_TEAM_ID: 'ABCDE12345',
      APPLE_PASS_CERT: file('cert.pem'),
      APPLE_PASS_KEY: file('key.pem'),
      APPLE_WWDR_CERT: file('wwdr.pem'),
      GOOGLE_WALLET_ISSUER_ID: '338',
      GOOGLE_WALLET_KEY: file('google.json'),
    })
    expect(config).toMatchObject({
      http: { port: 8080, host: '::', baseUrl: 'https://cards.example.com' },
      secretKeys: [secretKey, 'o'.repeat(40)],
      demo: false,
      shopify: { apiKey: 'id', apiSecret: ['new', 'old'] },
      square: {
        webhookSignatureKey: 'sig',
        webhookUrl: 'https://cards.example.com/webhooks/square',
        apiUrl: 'http://127.0.0.1:9',
      },
      apple: { teamId: 'ABCDE12345', wwdrFile: join(folder, 'wwdr.pem') },
      google: { issuerId: '338', keyFile: join(folder, 'google.json') },
    })
    expect(Object.isFrozen(config.shopify?.apiSecret)).toBe(true)
  })

  it('receives webhooks with the signing secret alone, and then shows no demo', () => {
    expect(loadConfig({ SHOPIFY_API_SECRET: 's' })).toMatchObject({
      shopify: { apiSecret: ['s'] },
      demo: false,
    })
    const square = loadConfig({
      SQUARE_WEBHOOK_SIGNATURE_KEY: 's',
      SQUARE_WEBHOOK_URL: 'https://a.example/x/',
    })
    expect(square).toMatchObject({ square: { webhookUrl: 'https://a.example/x/' }, demo: false })
    expect(loadConfig({ SHOPIFY_API_SECRET: 's', DEMO: 'true' }).demo).toBe(true)
  })

  it('takes an empty variable for an absent one', () => {
    expect(loadConfig({ DATABASE_URL: '', PORT: ' ', DEMO: '' })).toEqual(loadConfig({}))
  })

  it('names every problem at once, and no secret', () => {
    const problems = problemsOf({
      PORT: '70000',
      BASE_URL: 'cards.example.com',
      DEMO: 'maybe',
      SECRET_KEY: 'too-short',
      DATABASE_URL: 'mysql://root:hidden@db/x',
      SQUARE_APPLICATION_ID: 'id',
      APPLE_PASS_CERT: '/nowhere/cert.pem',
      GOOGLE_WALLET_ISSUER_ID: 'me',
    })
    const all = problems.join('\n')
    const names = ['PORT', 'BASE_URL', 'DEMO', 'SECRET_KEY', 'DATABASE_URL', 'SQUARE_APPLICATION_SECRET']
    for (const name of [...names, 'APPLE_PASS_KEY', 'APPLE_PASS_CERT names a file', 'GOOGLE_WALLET_KEY'])
      expect(all).toContain(name)
    expect(all).not.toMatch(/hidden|too-short/)
    for (const problem of problems) expect(problem).toMatch(/\.\)?$/)
  })

  it.each([
    [{ REDIS_URL: 'redis://r' }, /DATABASE_URL is missing/],
    [{ SHOPIFY_API_URL: 'http://127.0.0.1:1' }, /SHOPIFY_API_SECRET is missing/],
    [{ BASE_URL: 'https://example.com/cards' }, /without a path/],
    ...[
      'true',
      '1',
      '*',
      'proxy.internal',
      '10.0.0.0/0',
      '10.0.0.0/33',
      '10.0.0.0/',
      '::1/129',
      'fe80::1%eth0',
      'none, loopback',
      'loopback,,',
    ].map((wrong) => [{ TRUST_PROXY: wrong }, /^TRUST_PROXY must be none, or addresses, subnets and names/]),
  ] as [Record<string, string>, RegExp][])('refuses %o', (env, problem) => {
    expect(problemsOf(env).join()).toMatch(problem)
  })
})
