import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadServiceAccount, openDemoKey } from '../../../adapters/google-wallet/key.ts'
import { issuerId, serviceKey } from './face.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'google-key-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function file(content: string | object): Promise<string> {
  const path = join(folder, `${randomUUID()}.json`)
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}
const pem = serviceKey.privateKey.export({ type: 'pkcs8', format: 'pem' })
const account = { type: 'service_account', client_email: 'a@b.iam.gserviceaccount.com', private_key: pem }

describe('loadServiceAccount', () => {
  it('reads the file as Google hands it out', async () => {
    const path = await file({ ...account, project_id: 'x', private_key_id: 'y' })
    const key = await loadServiceAccount(path, issuerId)
    expect(key).toMatchObject({ issuerId, email: account.client_email, demo: false })
    expect(key.privateKey.equals(serviceKey.privateKey)).toBe(true)
  })

  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  it.each<[string, string | object, RegExp]>([
    ['no JSON', 'secret-looking text', /is no service account key in JSON$/],
    ['an OAuth client', { ...account, type: 'authorized_user' }, /its "type" is missing or wrong/],
    ['no address', { ...account, client_email: undefined }, /its "client_email"/],
    ['no key', { ...account, private_key: 'secret-looking text' }, /holds no RSA private key/],
    [
      'another kind of key',
      { ...account, private_key: ec.export({ type: 'pkcs8', format: 'pem' }) },
      /no RSA/,
    ],
  ])('says in one sentence what is wrong with %s', async (_, content, reason) => {
    const path = await file(content)
    const attempt = loadServiceAccount(path, issuerId)
    await expect(attempt).rejects.toThrow(reason)
    await expect(attempt).rejects.toThrow(path)
    await expect(attempt).rejects.not.toThrow(/secret-looking/)
  })

  it('names a missing file and a wrong issuer', async () => {
    await expect(loadServiceAccount('/no/such.json', issuerId)).rejects.toThrow(
      'GOOGLE_WALLET_KEY: /no/such.json cannot be read (ENOENT)',
    )
    await expect(loadServiceAccount(await file(account), 'shop')).rejects.toThrow(/^GOOGLE_WALLET_ISSUER_ID/)
  })
})

describe('openDemoKey', () => {
  it('makes one key, readable by its owner alone, however many ask at once', async () => {
    const directory = join(folder, 'google')
    const keys = await Promise.all([1, 2, 3].map(() => openDemoKey(directory)))
    const again = await openDemoKey(directory)
    for (const key of keys) expect(key.privateKey.equals(again.privateKey)).toBe(true)
    expect(again.demo).toBe(true)
    expect(await readdir(directory)).toEqual(['demo-key.pem'])
    expect((await stat(join(directory, 'demo-key.pem'))).mode & 0o777).toBe(0o600)
  })

  it('says what to do with a damaged key', async () => {
    const directory = join(folder, 'google')
    await writeFile(join(directory, 'demo-key.pem'), 'half a')
    await expect(openDemoKey(directory)).rejects.toThrow(/is damaged: delete it/)
  })
})
