import { expect, it } from 'vitest'
import { languages } from '../../src/messages/messages.ts'
import { roomTexts } from '../../src/messages/rooms.ts'
import { staffWords } from '../../src/messages/staff-words.ts'

const french = languages.fr

it('never lets a line of French begin with a sign, nor end with an opening quote', () => {
  expect(french.claim.whichCard).toBe('Sur quelle carte\u00a0?')
  expect(french.claim.linkHint).toMatch(/«\u00a0Mes données et téléphone perdu\u00a0»/)
  expect(french.card.next(2, 'Café offert')).toBe('Plus que 2 tampons\u00a0: Café offert')
})

it('does so in the texts that rooms and scanners keep apart', () => {
  for (const texts of [french, roomTexts({ language: 'fr' }), staffWords({ language: 'fr' } as never)])
    expect(strings(texts).filter((text) => / [;:?!»]|« /.test(text))).toEqual([])
})

it('leaves other languages as they are written', () => {
  expect(strings(languages.de).filter((text) => text.includes('\u00a0:'))).toEqual([])
  expect(languages.es.missing.title).toBe('Aquí no hay nada')
})

function strings(part: unknown): string[] {
  if (typeof part === 'string') return [part]
  return part !== null && typeof part === 'object' ? Object.values(part).flatMap(strings) : []
}
