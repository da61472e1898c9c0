import { expect, it } from 'vitest'
import { print } from '../../../adapters/print/print.ts'
import { codesIn, describePaper, factsOf, placesOf, printed, wordsOf } from '../../support/paper.ts'
import { look, words } from './sheets.ts'

const codes = Array.from({ length: 13 }, (_, index) => ({
  url: `https://cards.example.com/claim/ABCDEFGH${String(index).padStart(2, '2')}`,
  text: `ABCDE-FGH${String(index).padStart(2, '2')}`,
}))
const sheet = { codes, look, language: 'en', words: { ...words, small: 'Good until 31 December 2026' } }

await describePaper('sheets of inserts', () => {
  it.each([
    ['a4' as const, '(A4)'],
    ['letter' as const, '(letter)'],
  ])('has ten cards on each page of %s, every code readable and typed out', async (paper, size) => {
    const pdf = await print.drawInsertSheet({ ...sheet, paper })
    const { facts } = await factsOf(pdf)
    expect(facts.Pages).toBe('2')
    expect(facts['Page size']).toContain(size)
    const read = [
      ...(await codesIn(await printed(pdf, 200, 1))),
      ...(await codesIn(await printed(pdf, 200, 2))),
    ]
    expect(read.toSorted()).toEqual(codes.map(({ url }) => url).toSorted())
    const text = await wordsOf(pdf)
    for (const code of codes) expect(text).toContain(code.text)
    expect(text).toContain('Good until 31 December 2026')
  })

  it.each(['a4', 'letter'] as const)('writes nothing over anything else on %s', async (paper) => {
    const long = {
      shopName: 'Bäckerei & Konditorei Oberhuber-Schwarzenbach',
      reward: 'Petit-déjeuner surprise pour toute la famille',
      rule: 'Chaque tranche de 5,00 € donne un tampon. Avec 12 tampons, la récompense vient.',
      scan: 'Scannez',
      easy: 'Votre carte est sur votre téléphone en quelques secondes. Ni application, ni formulaire.',
      small: 'Valable jusqu’au 31 décembre 2026',
    }
    const pdf = await print.drawInsertSheet({ ...sheet, paper, words: long, codes: codes.slice(0, 1) })
    const places = await placesOf(pdf)
    const inOrder = [
      'Oberhuber-Schwarzenbach',
      'surprise',
      'famille',
      'tranche',
      'vient.',
      'Scannez.',
      'Valable',
    ]
    const found = inOrder.map((word) => places.get(word))
    for (const [index, place] of found.entries()) {
      const next = found[index + 1]
      if (!place || !next) continue
      expect(next.top, inOrder[index + 1]).toBeGreaterThan(place.top + place.height * 0.6)
    }
    expect(found).not.toContain(undefined)
  })

  it('leaves the process room for other work between two pages', async () => {
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    }, 0)
    const many = Array.from({ length: 200 }, (_, index) => ({
      url: `https://cards.example.com/claim/${index}`,
      text: `${index}`,
    }))
    await print.drawInsertSheet({ ...sheet, codes: many, paper: 'a4' })
    clearInterval(timer)
    expect(turns).toBeGreaterThan(5)
  })
})
