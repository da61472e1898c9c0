import { describe, expect, it } from 'vitest'
import { failureReasons, writeFailure } from '../../src/domain/failure-note.ts'
import { tellFailure } from '../../src/messages/failure-words.ts'
import { type Language, languages } from '../../src/messages/messages.ts'

const all = Object.keys(languages) as Language[]
const said = 'Bad gateway'

describe('failures of tills and wallets in words', () => {
  it('tells each reason in the reader’s language and names the provider', () => {
    for (const reason of failureReasons) {
      const line = writeFailure({ provider: 'shopify', reason, said })
      const told = all.map((language) => tellFailure({ language }, line))
      expect(new Set(told.map(({ words }) => words)).size, reason).toBe(all.length)
      for (const { words } of told) expect(words.includes('Shopify'), words).toBe(reason !== 'own-fault')
    }
  })

  it('quotes the provider where its own words say what to put right, and nothing of our insides', () => {
    const quotes = Object.fromEntries(
      failureReasons.map((reason) => {
        const line = writeFailure({ provider: 'square', reason, said })
        return [reason, tellFailure({ language: 'de' }, line).quote]
      }),
    )
    expect(quotes).toMatchObject({ refused: said, reward: said, unreachable: null, 'own-fault': null })
  })

  it('tells what was changed in a till, and quotes what it does not know', () => {
    const tell = (line: string) => tellFailure({ language: 'de' }, line)
    expect(tell('limit of uses, worth')).toEqual({
      words: 'Geändert: Anzahl der Einlösungen, Wert',
      quote: null,
    })
    expect(tell('worth, colour')).toEqual({ words: '', quote: 'worth, colour' })
    expect(tellFailure({ language: 'fr' }, 'till/busy: x').words).toMatch(/^La caisse/)
  })
})
