import { describe, expect, it } from 'vitest'
import { readScannedText } from '../../src/domain/scanned-text.ts'

describe('what a scanner read', () => {
  it.each([
    ['p1XvCkT0S3mJ2rJ4pVqA7w', { card: 'p1XvCkT0S3mJ2rJ4pVqA7w', code: undefined }],
    [' p1XvCkT0S3mJ2rJ4pVqA7w\n', { card: 'p1XvCkT0S3mJ2rJ4pVqA7w' }],
    ['p1XvCkT0S3mJ2rJ4pVqA7w.1b2c3.AbCdEf012_-9', { card: 'p1XvCkT0S3mJ2rJ4pVqA7w.1b2c3.AbCdEf012_-9' }],
    ['k7q2m9abcd', { code: 'K7Q2M9ABCD' }],
    ['4006381333931', { code: '4006381333931' }],
    ['https://harbour.example/discount/K7PQ2M9XWA', { code: 'K7PQ2M9XWA' }],
    ['https://cards.example/card/AbCdEf0123456789_-xyzA', { cardToken: 'AbCdEf0123456789_-xyzA' }],
    ['https://cards.example/join/harbour-street?p=counter', {}],
    ['WIFI:S:guest;;', {}],
    ['https://', {}],
    ['', {}],
  ])('%s', (text, meant) => {
    const read = readScannedText(text)
    // A card's number may look like a code of the shop's own; whichever exists is meant.
    expect(read).toMatchObject(JSON.parse(JSON.stringify(meant)))
    if (Object.keys(meant).length === 0) expect(read).toEqual({})
  })
})
