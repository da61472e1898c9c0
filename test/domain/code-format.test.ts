import { describe, expect, it } from 'vitest'
import { type CodeProblem, codeProblem, fitsDisplay } from '../../src/domain/code-format.ts'

const characters = 'must be 1 to 64 of the characters A-Z, 0-9 and -'
const digits = 'must be 13 digits with a right check digit (EAN-13)'
const bars = (most: number, name: string) =>
  `must be at most ${most} characters, or scanners cannot read it as ${name} off a phone`

type Display = Parameters<typeof fitsDisplay>[1]

describe('a code can be shown as wished', () => {
  it.each<[string, Display, string]>([
    ['COFFEE-10', 'qr', 'letters, digits and a dash'],
    ['A', 'text', 'a single letter'],
    ['A'.repeat(64), 'qr', 'as long as may be'],
    ['A'.repeat(24), 'code128', 'as long as scanners read it'],
    ['A'.repeat(24), 'code39', 'wider bars, fewer of them'],
    ['4006381333931', 'ean13', 'a right check digit'],
    ['0000000000000', 'ean13', 'zeros check'],
    ['4006381333932', 'code39', 'only EAN-13 checks'],
  ])('%s as %s: %s', (code, display) => {
    expect(codeProblem(code, display)).toBeNull()
    expect(fitsDisplay(code, display)).toBeNull()
  })
})

describe('a code can not be shown as wished', () => {
  it.each<[string, Display, CodeProblem['reason'], string, string]>([
    ['A'.repeat(25), 'code128', 'cannot-be-shown', bars(24, 'Code 128'), 'too fine for a phone'],
    ['A'.repeat(25), 'code39', 'cannot-be-shown', bars(24, 'Code 39'), 'too fine for a phone'],
    ['A'.repeat(65), 'code128', 'too-long', characters, 'too long for anything'],
    ['', 'qr', 'empty', characters, 'nothing'],
    ['coffee', 'qr', 'illegal-characters', characters, 'not in normal form'],
    ['CAFÉ', 'qr', 'illegal-characters', characters, 'no key for it at a till'],
    ['A B', 'qr', 'illegal-characters', characters, 'a blank'],
    [' A', 'qr', 'illegal-characters', characters, 'a blank in front'],
    ['4006381333932', 'ean13', 'cannot-be-shown', digits, 'a wrong check digit'],
    ['400638133393', 'ean13', 'cannot-be-shown', digits, 'a digit short'],
    ['40063813339310', 'ean13', 'cannot-be-shown', digits, 'a digit long'],
    ['400638133393A', 'ean13', 'cannot-be-shown', digits, 'a letter'],
    ['X006381333931', 'ean13', 'cannot-be-shown', digits, 'a letter in front'],
  ])('%s as %s: %s (%s), %s', (code, display, reason, message) => {
    expect(codeProblem(code, display)).toEqual({ reason, message })
    expect(fitsDisplay(code, display)).toBe(message)
  })
})
