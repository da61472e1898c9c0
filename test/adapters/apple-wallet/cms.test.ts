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

async function signed(content: Buffer, at: number): Promise<Buffer> {
  const { blank, fill } = demo.signer.cms
  const around = Buffer.concat([Buffer.from('before'), blank, Buffer.from('after')])
  await fill(around, 6, content, at)
  expect([around.toString('latin1', 0, 6), around.toString('latin1', 6 + blank.length)]).toEqual([
    'before',
    'after',
  ])
  return around.subarray(6, 6 + blank.length)
}

test('the signing time is the one given, and both certificates are inside', async () => {
  const signature = await signed(Buffer.from('{}'), Date.parse('2031-02-03T04:05:06.789Z'))
  const at = join(demo.folder, 'signature')
  await writeFile(at, signature)
  const printed = String(execFileSync('openssl', ['cms', '-cmsout', '-print', '-inform', 'DER', '-in', at]))
  expect(printed).toContain('Feb  3 04:05:06 2031 GMT')
  expect(printed.match(/serialNumber:/g)?.length).toBeGreaterThanOrEqual(2)
  expect(printed).toContain('CN=Apple Worldwide Developer Relations')
})

test('signed attributes are in DER order, on which strict readers insist', async () => {
  const signature = await signed(Buffer.from('{}'), Date.now())
  const [, content] = inside(signature)
  const signedData = inside(inside(content!)[0]!)
  const signerInfo = inside(inside(signedData.at(-1)!)[0]!)
  const attributes = inside(signerInfo[3]!)
  expect(attributes).toHaveLength(3)
  expect(attributes.toSorted(Buffer.compare)).toEqual(attributes)
})

test('a hundred asked for at once are the same as one after the other', async () => {
  const at = Date.parse('2031-02-03T04:05:06Z')
  const contents = Array.from({ length: 100 }, (_, number) => Buffer.from(`{"pass.json":"${number}"}`))
  const alone: Buffer[] = []
  for (const content of contents) alone.push(await signed(content, at))
  const atOnce = await Promise.all(contents.map((content) => signed(content, at)))
  expect(atOnce).toEqual(alone)
  expect(new Set(atOnce.map(String)).size).toBe(100)
})
