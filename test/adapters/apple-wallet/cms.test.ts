import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inside } from '../../../adapters/apple-wallet/der.ts'
import { makeDemoSigner } from './demo-signer.ts'

let demo: Awaited<ReturnType<typeof makeDemoSigner>>
beforeAll(async () => {
  demo = await makeDemoSigner()
})
afterAll(() => demo.remove())

test('the signing time is the one given, and both certificates are inside', async () => {
  const signature = await demo.signer.sign(Buffer.from('{}'), Date.parse('2031-02-03T04:05:06.789Z'))
  const at = join(demo.folder, 'signature')
  await writeFile(at, signature)
  const printed = String(execFileSync('openssl', ['cms', '-cmsout', '-print', '-inform', 'DER', '-in', at]))
  expect(printed).toContain('Feb  3 04:05:06 2031 GMT')
  expect(printed.match(/serialNumber:/g)?.length).toBeGreaterThanOrEqual(2)
  expect(printed).toContain('CN=Apple Worldwide Developer Relations')
})

test('signed attributes are in DER order, on which strict readers insist', async () => {
  const signature = await demo.signer.sign(Buffer.from('{}'), Date.now())
  const [, content] = inside(signature)
  const signedData = inside(inside(content!)[0]!)
  const signerInfo = inside(inside(signedData.at(-1)!)[0]!)
  const attributes = inside(signerInfo[3]!)
  expect(attributes).toHaveLength(3)
  expect(attributes.toSorted(Buffer.compare)).toEqual(attributes)
})
