import { expect, test } from 'vitest'
import { fitText } from '../../../adapters/print/fit-text.ts'
import { hyphenated, softHyphen } from '../../../adapters/print/hyphenate.ts'
import { widthOf } from '../../../adapters/print/letters.ts'

const heading = { width: 300, height: 200, weight: 'bold', largest: 60, smallest: 16, mostLines: 4 } as const

test.each([
  ['de', 'Frühstücksgutscheinüberraschung', 'Früh|stücks|gut|schein|über|ra|schung'],
  ['de', 'Blumenstrauß', 'Blu|men|strauß'],
  ['de-AT', 'Feinbäckerei-Gutschein', 'Fein|bä|cke|rei-|Gut|schein'],
  ['de', 'Schwarz', 'Schwarz'],
  ['en', 'complimentary', 'com|pli|men|tary'],
  ['es', 'extraordinariamente', 'extra|or|di|na|ria|mente'],
  ['fr', 'gratuitement viennoiseries', 'gra|tui|te|ment vien|noi|se|ries'],
  ['pl', 'Bezpłatna-herbatka', 'Bezpłatna-|herbatka'],
])('in %s, %s is parted where its language parts it', (language, word, parted) => {
  expect(hyphenated(word, language).replaceAll(softHyphen, '|')).toBe(parted)
})

test('a word that no line holds is parted with a hyphen, at a size that reads from afar', () => {
  const text = hyphenated('Frühstücksgutscheinüberraschung für die ganze Familie', 'de')
  const { lines, size } = fitText(text, {
    ...heading,
    smallest: 18,
  })
  expect(lines.join(' ').replace(/- /, '')).toBe('Frühstücksgutscheinüberraschung für die ganze Familie')
  expect(lines.filter((line) => line.endsWith('-'))).toHaveLength(1)
  expect(size).toBeGreaterThan(20)
  for (const line of lines) expect(widthOf(line, 'bold', size)).toBeLessThanOrEqual(300)
})

test('words are left whole where a smaller size holds them', () => {
  expect(fitText('Free coffee', heading).lines.join(' ')).toBe('Free coffee')
  const small = fitText(hyphenated('Frühstücksgutscheinüberraschung', 'de'), { ...heading, smallest: 8 })
  expect(small.lines).toEqual(['Frühstücksgutscheinüberraschung'])
})
