import { describe, expect, it } from 'vitest'
import { fitsDisplay } from '../../src/domain/code-format.ts'

const characters = 'must be 1 to 64 of the characters A-Z, 0-9 and -'
const digits = 'must be 13 digits with a right check digit (EAN-13)'

describe('whether a code can be shown as wished', () => {
  it.each<[string, Parameters<typeof fitsDisplay>[1], string | null, string]>([
    ['COFFEE-10', 'qr', null, 'letters, digits and a dash'],
    ['A', 'text', null, 'a single letter'],
    ['A'.repeat(64), 'code128', null, 'as long as may be'],
    ['A'.repeat(65), 'code128', characters, 'too long'],
    ['', 'qr', characters, 'nothing'],
    ['coffee', 'qr', characters, 'not in normal form'],
    ['CAFÉ', 'qr', characters, 'no key for it at a till'],
    ['A B', 'qr', characters, 'a blank'],
    ['4006381333931', 'ean13', null, 'a right check digit'],
    ['4006381333932', 'ean13', digits, 'a wrong one'],
    ['0000000000000', 'ean13', null, 'zeros check'],
    ['400638133393', 'ean13', digits, 'a digit short'],
    ['40063813339310', 'ean13', digits, 'a digit long'],
    ['400638133393A', 'ean13', digits, 'a letter'],
    ['X006381333931', 'ean13', digits, 'a letter in front'],
    ['4006381333932', 'code39', null, 'only EAN-13 checks'],
  ])('%s as %s: %s (%s)', (code, display, complaint) => {
    expect(fitsDisplay(code, display)).toBe(complaint)
  })
})
