import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadSigner } from '../../../adapters/apple-wallet/signer.ts'
import { makeDemoSigner, passTypeId, teamId } from './demo-signer.ts'

const day = 86_400_000
let demo: Awaited<ReturnType<typeof makeDemoSigner>>
const file = (name: string) => join(demo.folder, name)

beforeAll(async () => {
  demo = await makeDemoSigner()
})
afterAll(() => demo.remove())

const load = (changes: object = {}) =>
  loadSigner({
    certFile: file('signer.pem'),
    keyFile: file('signer.key'),
    wwdrFile: file('wwdr.pem'),
    passTypeId,
    teamId,
    now: Date.now(),
    ...changes,
  })

describe('the demo authority', () => {
  test('is shaped like Apple’s and keeps only the signer’s key', async () => {
    expect((await stat(file('signer.key'))).mode & 0o777).toBe(0o600)
    const chain = ['-verify', '-CAfile', file('root.pem'), '-untrusted', file('wwdr.pem'), file('signer.pem')]
    expect(
      String(
        execFileSync(
          'openssl',
          chain.map((each) => each.replace('-verify', 'verify')),
        ),
      ),
    ).toContain('OK')
    const text = String(execFileSync('openssl', ['x509', '-in', file('signer.pem'), '-noout', '-text']))
    expect(text).toMatch(/Subject:.*UID ?= ?pass\.com\.example\.test.*OU ?= ?TEAM012345/)
    expect(text).toContain('1.2.840.113635.100.6.1.16')
    expect(text).toMatch(/Issuer:.*OU ?= ?G4.*Apple Worldwide Developer Relations/)
  })

  test('is made once, and again before it ends', async () => {
    const root = await readFile(demo.rootFile, 'utf8')
    const again = await demo.open(Date.now())
    expect(again).toMatchObject({ demo: true, notAfter: demo.signer.notAfter })
    expect(await readFile(demo.rootFile, 'utf8')).toBe(root)
    const later = demo.signer.notAfter - 5 * day
    const renewed = await demo.open(later)
    expect(renewed.notAfter).toBeGreaterThan(later + 300 * day)
    expect(await readFile(demo.rootFile, 'utf8')).not.toBe(root)
  })
})

describe('certificate files', () => {
  test('are taken as they come from Apple: a DER intermediate, an encrypted key', async () => {
    const { now, ...files } = await awkwardFiles()
    const signer = await load({ ...files, now, passphrase: 'open sesame' })
    expect(signer).toMatchObject({ passTypeId, teamId, demo: false })
  })

  test('that do not fit are refused in one sentence that says what to do', async () => {
    const { keyFile, now } = await awkwardFiles()
    const [otherKey, elliptic] = [file('other.key'), file('elliptic.key')]
    const pem = { type: 'pkcs8', format: 'pem' } as const
    await writeFile(otherKey, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export(pem))
    await writeFile(elliptic, generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export(pem))
    const refused = (changes: object, words: RegExp) =>
      expect(load({ now, ...changes })).rejects.toThrow(words)
    await refused({ certFile: file('none.pem') }, /pass certificate cannot be read at .*none\.pem/)
    await refused({ certFile: file('signer.key') }, /holds no certificate/)
    await refused({ keyFile: file('signer.pem') }, /holds no private key/)
    await refused({ keyFile: otherKey }, /does not belong to the certificate/)
    await refused({ keyFile: elliptic }, /not RSA/)
    await refused({ keyFile }, /encrypted and needs its passphrase/)
    await refused({ keyFile, passphrase: 'wrong' }, /passphrase does not open/)
    await refused(
      { passTypeId: 'pass.other' },
      /is for pass type id pass\.com\.example\.test, not pass\.other/,
    )
    await refused({ teamId: 'OTHER00000' }, /is for team id TEAM012345, not OTHER00000/)
    await refused({ wwdrFile: file('root.pem') }, /was not issued by the WWDR certificate.*G4/)
    await refused({ now: now + 9999 * day }, /expired on/)
    await refused({ now: now - 9999 * day }, /valid only from/)
  })
})

async function awkwardFiles() {
  const [keyFile, wwdrFile] = [file('encrypted.key'), file('wwdr.cer')]
  const openssl = (...options: string[]) => execFileSync('openssl', options, { stdio: 'ignore' })
  openssl('pkcs8', '-topk8', '-in', file('signer.key'), '-out', keyFile, '-passout', 'pass:open sesame')
  openssl('x509', '-in', file('wwdr.pem'), '-outform', 'DER', '-out', wwdrFile)
  // The authority may have been renewed for a later time.
  const start = execFileSync('openssl', ['x509', '-in', file('signer.pem'), '-noout', '-startdate'])
  return { keyFile, wwdrFile, now: Date.parse(String(start).split('=')[1] ?? '') + 2 * day }
}
