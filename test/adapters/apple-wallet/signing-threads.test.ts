import { spawnSync } from 'node:child_process'
import { generateKeyPairSync, randomBytes, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createSigningThreads } from '../../../adapters/apple-wallet/signing-threads.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const dataLength = 100

describe('threads that sign', () => {
  it('give each of many its own signature, at its own place', async () => {
    const signInto = createSigningThreads(privateKey, dataLength)
    const signed = await Promise.all(
      Array.from({ length: 300 }, async () => {
        const data = randomBytes(dataLength)
        const target = Buffer.alloc(300, 'x')
        await signInto(data, target, 290)
        return { data, target }
      }),
    )
    for (const { data, target } of signed) {
      expect(verify('sha256', data, publicKey, target.subarray(34, 290))).toBe(true)
      expect(String(target.subarray(0, 34)) + target.subarray(290)).toBe('x'.repeat(44))
    }
  })

  it('say why there is no signature, to each that asks', async () => {
    const signInto = createSigningThreads(publicKey, dataLength)
    const ask = () => signInto(randomBytes(dataLength), Buffer.alloc(256), 256)
    const answers = await Promise.allSettled(Array.from({ length: 100 }, ask))
    expect(new Set(answers.map((each) => each.status))).toEqual(new Set(['rejected']))
    await expect(ask()).rejects.toThrow(/key/i)
  })

  it('keep a process alive as long as it waits for a signature, and no longer', () => {
    const { href } = new URL('../../../adapters/apple-wallet/signing-threads.ts', import.meta.url)
    const script = `
      const { privateKey } = require('node:crypto').generateKeyPairSync('rsa', { modulusLength: 2048 })
      import('${href}')
        .then(({ createSigningThreads }) => createSigningThreads(privateKey, 3))
        .then((signInto) => signInto(Buffer.from('abc'), Buffer.alloc(256), 256))
        .then(() => console.log('signed'))`
    const run = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', timeout: 20_000 })
    const { status, stdout, stderr } = run
    expect({ status, stdout, stderr }).toMatchObject({ status: 0, stdout: 'signed\n' })
  })
})
