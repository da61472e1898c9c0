import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort, runToEnd, startApp } from '../support/app.ts'
import { describeSettings, openSetting } from '../support/settings.ts'

describe('a start that cannot succeed', () => {
  let dataDir: string
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'stampbridge-'))
  })
  afterAll(() => rm(dataDir, { recursive: true, force: true }))

  /** One sentence for an operator, and no stack. */
  const expectSentence = ({ code, output }: { code: number | null; output: string }, words: RegExp) => {
    expect(code).toBe(1)
    const said = output.split('\n').filter((each) => each !== '' && !each.startsWith('{'))
    expect(said).toEqual([expect.stringMatching(words)])
  }

  it('names everything that is wrong with the environment at once', async () => {
    const ended = await runToEnd('main', {
      DATA_DIR: dataDir,
      PORT: '99999',
      BASE_URL: 'cards.example.com',
      SHOPIFY_API_KEY: 'key',
      SQUARE_API_URL: 'https://example.com',
      LOG_LEVEL: 'hunter2',
      REDIS_URL: 'redis://127.0.0.1:6379',
    })
    expect(ended.code).toBe(1)
    for (const name of [
      'PORT',
      'BASE_URL',
      'SHOPIFY_API_SECRET',
      'SQUARE_WEBHOOK_SIGNATURE_KEY',
      'DATABASE_URL',
      'LOG_LEVEL',
    ])
      expect(ended.output).toContain(name)
    expect(ended.output).not.toContain('hunter2')
    expect(ended.output).not.toMatch(/^ {4}at /m)
  })

  it('says which port is in use', async () => {
    const port = await freePort()
    const holder = createServer().listen(port, '127.0.0.1')
    await once(holder, 'listening')
    const ended = await runToEnd('main', { DATA_DIR: dataDir, PORT: String(port) })
    holder.close()
    expectSentence(ended, new RegExp(`Port ${port} is in use: .* set PORT`))
  })

  it('says who has the data folder, and leaves it alone', async () => {
    const app = await startApp({ config: { dataDir, database: {}, redis: {} } })
    const ended = await runToEnd('main', { DATA_DIR: dataDir, PORT: String(await freePort()) })
    expect((await fetch(`${app.baseUrl}/readyz`)).status).toBe(200)
    await app.stop()
    expectSentence(ended, /in use by process \d+: .*DATA_DIR/)
  })

  it('says which Postgres does not answer, without its password', async () => {
    const ended = await runToEnd('web', {
      DATA_DIR: dataDir,
      PORT: String(await freePort()),
      DATABASE_URL: 'postgresql://till:hunter2@127.0.0.1:1/cards',
      SECRET_KEY: 'x'.repeat(40),
    })
    expectSentence(ended, /Postgres at 127\.0\.0\.1:1\/cards cannot be used .*DATABASE_URL/)
    expect(ended.output).not.toContain('hunter2')
  })
})

await describeSettings(
  'a start without Redis',
  (name) => {
    it('takes deliveries all the same, and says what is missing', async () => {
      const setting = await openSetting(name)
      const redis = { url: 'redis://:hunter2@127.0.0.1:1' }
      const config = { ...setting.config, redis }
      const app = await startApp({ config }, { readyPath: '/healthz' })
      const ready = await fetch(`${app.baseUrl}/readyz`)
      expect(ready.status).toBe(503)
      expect(await ready.json()).toMatchObject({ database: 'ok', queue: 'no answer' })
      const said = app.output().match(/Redis at 127\.0\.0\.1:1 does not answer .*REDIS_URL/g)
      expect(said).toHaveLength(1)
      expect(app.output()).not.toContain('hunter2')
      await app.stop()
      await setting.close()
    }, 180_000)
  },
  ['postgres'],
)
