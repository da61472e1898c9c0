import { copyFile, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLiveSigner } from '../../../adapters/apple-wallet/live-signer.ts'
import { loadSigner } from '../../../adapters/apple-wallet/signer.ts'
import { makeDemoSigner, passTypeId, teamId } from './demo-signer.ts'

let old: Awaited<ReturnType<typeof makeDemoSigner>>
let renewed: Awaited<ReturnType<typeof makeDemoSigner>>
beforeAll(async () => {
  ;[old, renewed] = await Promise.all([makeDemoSigner(), makeDemoSigner(Date.now() + 86_400_000)])
})
afterAll(() => Promise.all([old.remove(), renewed.remove()]))

test('a certificate put in place of another is taken up once its files fit together, and not before', async () => {
  const fileOf = (name: string) => join(old.folder, name)
  const [certFile, keyFile, wwdrFile] = ['signer.pem', 'signer.key', 'wwdr.pem'].map(fileOf) as [
    string,
    string,
    string,
  ]
  const now = Date.now() + 2 * 86_400_000
  const live = await createLiveSigner({
    files: [certFile, keyFile, wwdrFile],
    load: () => loadSigner({ certFile, keyFile, wwdrFile, passTypeId, teamId, now }),
    log: pino({ level: 'silent' }),
  })
  const first = live.current()
  expect(await live.look()).toBe(false)
  let tick = Date.now() / 1000
  for (const name of ['signer.pem', 'signer.key']) {
    await copyFile(join(renewed.folder, name), fileOf(name))
    tick += 10
    await utimes(fileOf(name), tick, tick)
    expect(await live.look()).toBe(false)
    expect(live.current()).toBe(first)
  }
  await copyFile(join(renewed.folder, 'wwdr.pem'), wwdrFile)
  expect(await live.look()).toBe(true)
  expect(live.current().notAfter).toBeGreaterThan(first.notAfter)
  expect(await live.look()).toBe(false)
})
