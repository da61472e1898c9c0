import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PKPass } from 'passkit-generator'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPassBuilder } from '../../../adapters/apple-wallet/build-pass.ts'
import type { CardFace } from '../../../src/domain/card-face.ts'
import { readPkpass, verifyPkpass } from '../../doubles/pkpass.ts'
import { makeDemoSigner } from './demo-signer.ts'
import { exampleCoupon, exampleFace } from './example-face.ts'

const token = 'token-of-sixteen-characters'
const signingTime = Date.parse('2026-11-22T12:34:56Z')
let demo: Awaited<ReturnType<typeof makeDemoSigner>>
let builder: ReturnType<typeof createPassBuilder>
const build = async (face: CardFace, passToken: string) => Buffer.concat(await builder.build(face, passToken))

beforeAll(async () => {
  demo = await makeDemoSigner()
  builder = createPassBuilder({
    signer: () => demo.signer,
    baseUrl: 'https://cards.example/',
    clock: () => signingTime,
  })
})
afterAll(() => demo.remove())

const json = (files: Map<string, Buffer>, name: string) => JSON.parse(String(files.get(name)))

describe('a built pass', () => {
  test('is judged good by openssl, and its manifest names every file', async () => {
    const pass = await build(exampleFace({ coupons: [exampleCoupon()] }), token)
    const files = await verifyPkpass(pass, demo.rootFile)
    const images = ['icon', 'logo', 'primaryLogo', 'strip', 'artwork'].flatMap((name) =>
      ['', '@2x', '@3x'].map((scale) => `${name}${scale}.png`),
    )
    images.splice(images.indexOf('artwork.png'), 1)
    const languages = ['en', 'es', 'de', 'fr'].map((language) => `${language}.lproj/pass.strings`)
    expect([...files.keys()].toSorted()).toEqual(
      [...images, ...languages, 'manifest.json', 'pass.json', 'signature'].toSorted(),
    )
  })

  test('is refused when a file of it was changed, and by openssl when its manifest says so too', async () => {
    const pass = await build(exampleFace(), token)
    const icon = readPkpass(pass).get('icon.png')!
    const before = createHash('sha1').update(icon).digest('hex')
    icon[icon.length - 1]! ^= 1
    await expect(verifyPkpass(pass, demo.rootFile)).rejects.toThrow('wrong hash of icon.png')
    pass.write(createHash('sha1').update(icon).digest('hex'), pass.indexOf(before))
    await expect(verifyPkpass(pass, demo.rootFile)).rejects.toThrow(/openssl smime/)
  })

  test('has the same pass.json and manifest as passkit-generator makes', async () => {
    const face = exampleFace({
      coupons: [exampleCoupon()],
      progress: { amount: 250, per: 1000, currency: 'EUR' },
      locations: [{ latitude: 53.5, longitude: 9.99, name: 'Quay' }],
      contact: { phone: '+44 20 7946 0000', website: 'https://harbour.example/' },
      history: [{ kind: 'stamps', at: 1, count: 1 }],
    })
    const ours = readPkpass(await build({ ...face, revision: 2 }, token))
    const [signerCert, signerKey, wwdr] = await Promise.all(
      ['signer.pem', 'signer.key', 'wwdr.pem'].map((name) => readFile(join(demo.folder, name), 'utf8')),
    )
    const { 'manifest.json': _m, signature: _s, ...parts } = Object.fromEntries(ours)
    const theirs = new PKPass(parts, { signerCert: signerCert!, signerKey: signerKey!, wwdr: wwdr! })
    const exported = await filesOf(theirs)
    expect(json(exported, 'pass.json')).toEqual(withEmptyLists(json(ours, 'pass.json')))
    // It reads strings as UTF-8 alone and leaves these out; the rest has to be the same, file by file.
    const listed = (files: Map<string, Buffer>) =>
      Object.entries(json(files, 'manifest.json')).filter(([name]) => !/pass\.(?:json|strings)$/.test(name))
    expect(listed(exported).toSorted()).toEqual(listed(ours).toSorted())
    await verifyPkpass(theirs.getAsBuffer(), demo.rootFile)
  })

  test('has images of the sizes that Apple wants', async () => {
    const files = readPkpass(await build(exampleFace({ revision: 3 }), token))
    const size = async (name: string) => {
      const { width, height, format } = await sharp(files.get(name)).metadata()
      return `${format} ${width}x${height}`
    }
    expect(await size('strip.png')).toBe('png 375x144')
    expect(await size('strip@2x.png')).toBe('png 750x288')
    expect(await size('strip@3x.png')).toBe('png 1125x432')
    expect(await size('icon@3x.png')).toBe('png 114x114')
  })

  test('fits a wide logo into its box and leaves the name to it; a broken logo costs nothing', async () => {
    const logo = await sharp({ create: { width: 900, height: 200, channels: 3, background: '#123456' } })
      .png()
      .toBuffer()
    const wide = exampleFace({ revision: 4, look: { ...exampleFace().look, logo } })
    const files = readPkpass(await build(wide, token))
    expect(await sharp(files.get('logo@2x.png')).metadata()).toMatchObject({ width: 320, height: 71 })
    expect(json(files, 'pass.json').logoText).toBeUndefined()

    const look = { ...wide.look, logo: logo.subarray(0, 60) }
    const broken = await verifyPkpass(await build({ ...wide, revision: 5, look }, token), demo.rootFile)
    expect(json(broken, 'pass.json').logoText).toBe('Harbour Café')
  })

  test('is good for each of many cards in one state, of whatever length their names for it are', async () => {
    const cards = ['a', 'b', 'cc', 'Ü'].map((serial, index) =>
      exampleFace({
        serial: `serial-${serial}`,
        cardId: `card-${index}`,
        url: `https://cards.example/card/${serial}&${index}`,
        history: [{ kind: 'stamps', at: signingTime + index * 86_400_000, count: 1 }],
      }),
    )
    const passes = await Promise.all(cards.map((face) => build(face, token)))
    for (const [index, pass] of passes.entries())
      expect(json(await verifyPkpass(pass, demo.rootFile), 'pass.json').serialNumber).toBe(
        cards[index]!.serial,
      )
    expect(passes[0]!.length).toBe(passes[1]!.length)
  })

  test('has the picture and the certificate of its time, though cards in its state were made before', async () => {
    const renewed = await makeDemoSigner()
    let signer = demo.signer
    const own = createPassBuilder({
      signer: () => signer,
      baseUrl: 'https://cards.example/',
      clock: Date.now,
    })
    const built = async (face: CardFace) => Buffer.concat(await own.build(face, token))
    const face = exampleFace()
    const before = await verifyPkpass(await built(face), demo.rootFile)
    const photo = await sharp({ create: { width: 375, height: 144, channels: 3, background: '#a05020' } })
      .png()
      .toBuffer()
    const changed = { ...face, revision: 2, look: { ...face.look, photo } }
    const after = await verifyPkpass(await built(changed), demo.rootFile)
    expect(after.get('strip.png')).not.toEqual(before.get('strip.png'))

    signer = renewed.signer
    await verifyPkpass(await built({ ...changed, revision: 3 }), renewed.rootFile)
    await renewed.remove()
  })

  test('is made once per revision, and anew when anything it holds has changed', async () => {
    const face = exampleFace({ revision: 6 })
    const [first, second] = await Promise.all([builder.build(face, token), builder.build(face, token)])
    expect(second).toBe(first)
    expect(await build({ ...face, revision: 7, stamps: 5 }, token)).not.toEqual(Buffer.concat(first))
    expect(json(readPkpass(await build(face, 'another-token-of-the-card')), 'pass.json')).toMatchObject({
      authenticationToken: 'another-token-of-the-card',
    })
  })
})

test('an address with /v1 in it is refused: phones add their own', () => {
  const options = { signer: () => demo.signer, baseUrl: 'https://cards.example/v1', clock: Date.now }
  expect(() => createPassBuilder(options)).toThrow('/v1')
})

/** passkit-generator writes every list of fields, also the empty ones. */
function withEmptyLists(pass: { storeCard: object; posterGeneric: object }): object {
  return {
    ...pass,
    storeCard: { primaryFields: [], ...pass.storeCard },
    posterGeneric: { secondaryFields: [], auxiliaryFields: [], ...pass.posterGeneric },
  }
}

async function filesOf(pass: PKPass): Promise<Map<string, Buffer>> {
  return readPkpass(pass.getAsBuffer())
}
