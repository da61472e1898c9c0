import { spawnSync } from 'node:child_process'
import { generateKeyPairSync, randomBytes, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createSigningThreads } from '../../../adapters/apple-wallet/signing-threads.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const length = 100
const before = 0x31

describe('threads that sign', () => {
  it('give each of many its own signature, at its own place', async () => {
    const signInto = createSigningThreads(privateKey, { before, length })
    const signed = await Promise.all(
      Array.from({ length: 300 }, async () => {
        const data = randomBytes(length)
        const target = Buffer.alloc(400, 'x')
        data.copy(target, 10)
        await signInto(target, 10, 390)
        return { data, target }
      }),
    )
    for (const { data, target } of signed) {
      const whole = Buffer.concat([Buffer.of(before), data])
      expect(verify('sha256', whole, publicKey, target.subarray(134, 390))).toBe(true)
      const around = [target.subarray(0, 10), target.subarray(110, 134), target.subarray(390)]
      expect(String(Buffer.concat(around))).toBe('x'.repeat(44))
      expect(target.subarray(10, 110)).toEqual(data)
    }
  })

  it('say why there is no signature, to each that asks', async () => {
    const signInto = createSigningThreads(publicKey, { before, length })
    const ask = () => signInto(Buffer.alloc(356), 0, 356)
    const answers = await Promise.allSettled(Array.from({ length: 100 }, ask))
    expect(new Set(answers.map((each) => each.status))).toEqual(new Set(['rejected']))
    await expect(ask()).rejects.toThrow(/key/i)
  })

  it('keep a process alive as long as it waits for a signature, and no longer', () => {
    const { href } = new URL('../../../adapters/apple-wallet/signing-threads.ts', import.meta.url)
    const script = `
      const { privateKey } = require('node:crypto').generateKeyPairSync('rsa', { modulusLength: 2048 })
      import('${href}')
        .then(({ createSigningThreads }) => createSigningThreads(privateKey, { before: 1, length: 2 }))
        .then((signInto) => signInto(Buffer.alloc(258), 0, 258))
        .then(() => console.log('signed'))`
    const run = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', timeout: 20_000 })
    const { status, stdout, stderr } = run
    expect({ status, stdout, stderr }).toMatchObject({ status: 0, stdout: 'signed\n' })
  })
})
