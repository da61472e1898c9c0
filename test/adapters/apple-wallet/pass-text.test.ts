import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PassFrame, passJson } from '../../../adapters/apple-wallet/pass-json.ts'
import { createPassStrings } from '../../../adapters/apple-wallet/pass-strings.ts'
import { createPassText, type FilledText, fillIn } from '../../../adapters/apple-wallet/pass-text.ts'
import type { CardFace, FaceEvent } from '../../../src/domain/card-face.ts'
import { exampleFace } from './example-face.ts'

const frame: PassFrame = {
  passTypeId: 'pass.com.example',
  teamId: 'ABCDE12345',
  webServiceUrl: 'https://cards.example/apple',
  passToken: 'sixteen-characters-or-more',
  colors: { backgroundColor: 'rgb(0,0,0)', foregroundColor: 'rgb(255,255,255)', labelColor: 'rgb(9,9,9)' },
  logoShowsName: false,
}

/** Numbers of cards are made here, of ASCII alone. */
const number = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 })
/** What JSON writes as it is, and what it doesn't. */
const text = fc.string({ unit: 'binary', maxLength: 12 })
const moment = fc.integer({ min: 0, max: 4_000_000_000_000 })
const event: fc.Arbitrary<FaceEvent> = fc.oneof(
  fc.record({ kind: fc.constant('stamps' as const), count: fc.integer({ min: -3, max: 3 }), at: moment }),
  fc.record({ kind: fc.constantFrom('coupon-used' as const, 'coupon-expired'), title: text, at: moment }),
)

/** Few states, so that many cards share one; everything of their own is at random. */
const face = fc
  .record({
    ...{ serial: number, url: text.map((end) => `https://cards.example/card/${end}&x="<1>`) },
    ...{ history: fc.array(event, { maxLength: 7 }), revision: fc.nat(), cycle: fc.nat() },
    ...{ stamps: fc.constantFrom(0, 3), voided: fc.boolean(), locale: fc.constantFrom('en', 'de-AT') },
    ...{ shopName: fc.constantFrom('Bean', 'Böhne & "Co" \\'), ended: fc.boolean() },
    coupons: fc.constantFrom([], exampleFace().coupons),
  })
  .map((own) => exampleFace(own as Partial<CardFace>))

function jsonOf(filled: FilledText): string {
  const json = Buffer.from(filled.text.json)
  fillIn(json, filled)
  return json.toString()
}

describe('the text of a pass', () => {
  const textOf = createPassText()

  it('is what the card says, whatever cards were written before it', async () => {
    await fc.assert(
      fc.asyncProperty(face, text, async (card, passToken) => {
        const written = await textOf(card, { ...frame, passToken }, 'frame')
        expect(jsonOf(written)).toBe(JSON.stringify(passJson(card, { ...frame, passToken })))
      }),
      { numRuns: 1000 },
    )
  })

  it('is translated as if it were the only one', async () => {
    await fc.assert(
      fc.asyncProperty(face, text, async (card, passToken) => {
        const own = { ...frame, passToken }
        const alone = await createPassStrings()(card, own, passJson(card, own))
        expect((await textOf(card, own, 'frame')).text.strings.manifest).toBe(alone.manifest)
      }),
      { numRuns: 200 },
    )
  })

  it('knows cards by all that a pass tells of them but what is filled in', async () => {
    const filledIn = ['serial', 'url', 'history']
    // Colours, the one thing of a look that pass.json has, come with the frame.
    const untold = ['cardId', 'revision', 'modifiedSecond', 'cycle', 'version', 'look']
    const read = new Set<string>()
    const watched = new Proxy(exampleFace(), {
      get(target, name) {
        read.add(String(name))
        return Reflect.get(target, name)
      },
    })
    passJson(watched, frame)
    expect([...read].filter((name) => untold.includes(name))).toEqual([])
    expect(filledIn.every((name) => read.has(name))).toBe(true)
  })
})
