import { createHash } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHeroImages } from '../../adapters/google-wallet/hero-images.ts'
import { loyaltyClass, loyaltyObject } from '../../adapters/google-wallet/loyalty-object.ts'
import { problemHandler } from '../../src/http/errors.ts'
import { walletImages } from '../../src/http/wallet-images.ts'
import { face, issuerId } from '../adapters/google-wallet/face.ts'

let server: Server
let baseUrl: string
const card = face()

beforeAll(async () => {
  const app = express()
  const imageFor = createHeroImages({
    designOf: async (merchantId, programId, version) =>
      merchantId === card.merchantId && programId === card.programId && version === card.version
        ? { look: card.look, goal: card.goal, milestones: [10] }
        : null,
  })
  app.use(walletImages({ imageFor }))
  app.use(problemHandler(() => undefined))
  server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
})

const heroOf = (changes: Partial<typeof card> = {}) =>
  loyaltyObject({ ...card, ...changes }, { issuerId, baseUrl }).heroImage?.sourceUri?.uri ?? ''
const logoOf = () => loyaltyClass(card, { issuerId, baseUrl }).programLogo?.sourceUri?.uri ?? ''

describe('GET /wallet-images', () => {
  it('gives another address to whatever is drawn differently', () => {
    const looks = [{}, { stamp: 'heart' as const }, { photo: Buffer.from('a') }, { photo: Buffer.from('b') }]
    const addresses = looks.map((look) => heroOf({ look: { ...card.look, ...look } }))
    expect(new Set(addresses).size).toBe(looks.length)
  })

  it('takes the digest that is known of a picture for the picture', () => {
    const [photo, other] = [Buffer.from('a photograph'), Buffer.from('another')]
    const known = { photo: createHash('sha256').update(photo).digest('hex') }
    const of = (look: Partial<typeof card.look>) => heroOf({ look: { ...card.look, ...look } })
    expect(of({ photo, digests: known })).toBe(of({ photo }))
    // It is not looked at again.
    expect(of({ photo: other, digests: known })).toBe(of({ photo }))
    expect(of({ digests: known })).toBe(of({}))
  })

  it('serves the very addresses that the pass names, to be kept for ever', async () => {
    for (const [address, size] of [
      [heroOf(), [1032, 336]],
      [heroOf({ stamps: 0 }), [1032, 336]],
      [heroOf({ stamps: 99 }), [1032, 336]],
      [logoOf(), [660, 660]],
    ] as const) {
      const response = await fetch(address)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('image/png')
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
      const { width, height } = await sharp(await response.arrayBuffer()).metadata()
      expect([width, height]).toEqual(size)
    }
  })

  it('answers 404, not to be kept, to any other address', async () => {
    const hero = heroOf()
    const others = [
      heroOf({ version: 4 }),
      heroOf({ programId: card.merchantId }),
      hero.replace('/7.png', '/11.png'),
      hero.replace('/7.png', '/-1.png'),
      hero.replace('/7.png', '/7.svg'),
      hero.replace('/7.png', '/99999999.png'),
      hero.replace('/3-', '/x-'),
      `${baseUrl}/wallet-images/a/b/c/d`,
    ]
    for (const address of others) {
      const response = await fetch(address)
      expect([address, response.status]).toEqual([address, 404])
      expect(response.headers.get('cache-control')).toBe('no-store')
    }
  })
})
