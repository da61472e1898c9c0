import { expect, it } from 'vitest'
import { laidOut, runsOf, widthOf } from '../../../adapters/print/letters.ts'
import { printable, unprintable } from '../../../adapters/print/typeface.ts'

/** The letters that are seen, from the left. */
const seen = (line: string) =>
  runsOf(line, 'bold')
    .flatMap(({ text, rightToLeft }) => (rightToLeft ? [...text].toReversed() : [...text]))
    .join('')

it.each([
  ['Free coffee', 'Free coffee'],
  ['שלום', 'םולש'],
  ['קפה 10 חינם', 'םניח 10 הפק'],
  ['Café שלום Bar', 'Café םולש Bar'],
  ['קפה (חינם)', '(םניח) הפק'],
])('shows %s as it is read', (line, expected) => {
  expect(seen(line)).toBe(expected)
})

it.each(['Harbour', 'Καφές', 'Кофейня', 'مقهى الميناء', 'בית קפה'])('has every letter of %s', (name) => {
  expect(printable(name)).toBe(name)
  expect(unprintable(name)).toEqual([])
  for (const run of runsOf(name, 'medium'))
    for (const glyph of laidOut(run).glyphs) expect(glyph.id, run.text).not.toBe(0)
})

it('joins Arabic letters', () => {
  const [word] = runsOf('مقهى', 'bold')
  const apart = [...'مقهى'].reduce((sum, letter) => sum + widthOf(letter, 'bold', 1), 0)
  expect(word?.rightToLeft).toBe(true)
  expect(word?.width).toBeLessThan(apart * 0.9)
})

it('names the signs that no typeface has, each once and whole', () => {
  expect(printable('咖啡 Bar ☕️')).toBe('Bar')
  expect(unprintable('咖啡咖 Bar 👩🏽‍🍳')).toEqual(['咖', '啡', '👩🏽‍🍳'])
})
