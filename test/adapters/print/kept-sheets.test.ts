import { expect, it } from 'vitest'
import { keptSheets } from '../../../adapters/print/kept-sheets.ts'
import type { Placement } from '../../../src/ports/print.ts'

const words = { shopName: 'Harbour', reward: 'Free coffee', rule: '', scan: '', easy: '' }
const look = { background: '#10243e', foreground: '#ffffff', accent: '#f2b705' }
const poster: Placement = {
  ...{ kind: 'window-poster', words, look, goal: 10, language: 'en' },
  url: 'https://cards.example/join/a?p=window',
}
const forReward = (reward: string): Placement => ({ ...poster, words: { ...words, reward } })

/** Sheets of a hundred bytes, of which 450 are kept. */
function counting() {
  const drawn: string[] = []
  const sheets = keptSheets(async (placement, format) => {
    drawn.push(`${placement.words.reward}.${format}`)
    return Buffer.alloc(100, placement.words.reward)
  }, 450)
  return { drawn, ...sheets }
}

it('draws a sheet once, for several who ask at once and for whoever asks later', async () => {
  const { drawn, drawPlacement } = counting()
  const [one, two] = await Promise.all([drawPlacement(poster, 'svg'), drawPlacement(poster, 'svg')])
  expect(await drawPlacement(structuredClone(poster), 'svg')).toBe(one)
  expect(two).toBe(one)
  expect(drawn).toEqual(['Free coffee.svg'])
})

it('forgets those asked for longest ago', async () => {
  const { drawn, drawPlacement } = counting()
  for (const reward of ['A', 'B', 'C', 'D', 'A', 'E', 'A', 'B']) await drawPlacement(forReward(reward), 'svg')
  expect(drawn).toEqual(['A.svg', 'B.svg', 'C.svg', 'D.svg', 'E.svg', 'B.svg'])
})

it('tries again after a drawing that failed', async () => {
  let failing = true
  const { drawPlacement } = keptSheets(async () => {
    if (failing) throw new RangeError('too long')
    return Buffer.from('drawn')
  })
  await expect(drawPlacement(poster, 'pdf')).rejects.toThrow(RangeError)
  failing = false
  expect(String(await drawPlacement(poster, 'pdf'))).toBe('drawn')
})

it('has another digest for whatever is seen on the sheet, and the same for the same', () => {
  const { digestOf } = counting()
  const logo = Buffer.from('a picture')
  const others: Placement[] = [
    forReward('Free tea'),
    { ...poster, url: 'https://cards.example/join/a?p=bag' },
    { ...poster, kind: 'bag-insert' },
    { ...poster, goal: 9 },
    { ...poster, look: { ...look, accent: '#ff0000' } },
    { ...poster, look: { ...look, logo } },
    { ...poster, look: { ...look, photo: logo } },
  ]
  const digests = [poster, ...others].map((each) => digestOf(each, 'svg'))
  expect(new Set([...digests, digestOf(poster, 'png')]).size).toBe(9)
  expect(
    digestOf(
      { ...poster, look: { accent: look.accent, foreground: look.foreground, background: look.background } },
      'svg',
    ),
  ).toBe(digests[0])
})
