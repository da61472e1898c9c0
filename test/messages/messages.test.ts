import { describe, expect, it } from 'vitest'
import { formatMoney } from '../../src/messages/formats.ts'
import { languages, speechFor } from '../../src/messages/messages.ts'

const wordsOf = (node: unknown, path = ''): [string, string][] => {
  if (typeof node === 'string') return [[path, node]]
  if (typeof node === 'function') return [[path, `function of ${node.length}`]]
  return Object.entries(node as object).flatMap(([key, value]) => wordsOf(value, `${path}.${key}`))
}

describe('texts', () => {
  const english = new Map(wordsOf(languages.en))
  // The same word in both languages, or a name.
  const shared =
    /Version|Code|Console|Total|Status|Serial|API|QR|Sub|Stop|Filter|Live|Guest|Name|Coupon|Table|Bar|Passkey|Browser|Website|Apple Wallet|Google Wallet|^L(at|ong)itude$/

  it.each(['es', 'de', 'fr'] as const)('says everything in %s', (language) => {
    const words = new Map(wordsOf(languages[language]))
    expect([...words.keys()].sort()).toEqual([...english.keys()].sort())
    const untranslated = [...words].filter(
      ([path, text]) =>
        text.length > 6 && !text.startsWith('function') && text === english.get(path) && !shared.test(text),
    )
    expect(untranslated).toEqual([])
    expect([...words.values()].filter((text) => text.trim() === '')).toEqual([])
  })

  it('speaks the first of the reader’s languages that it knows, then the merchant’s, then English', () => {
    expect(speechFor('fr-CA,fr;q=0.9,en;q=0.8', 'de-DE').language).toBe('fr')
    expect(speechFor('pt-BR,es;q=0.4,de;q=0.7', 'en').language).toBe('de')
    expect(speechFor('pt', 'es-MX').language).toBe('es')
    expect(speechFor(undefined, 'ja').language).toBe('en')
    expect(speechFor('*;q=0.1, ;;, de;q=x'.repeat(200), 'not a tag!').language).toBe('de')
  })

  it('writes money as the merchant’s region does, in whatever decimals the currency has', () => {
    expect(formatMoney(speechFor('en', 'en-IE'), { amount: 420, currency: 'EUR' })).toBe('€4.20')
    expect(formatMoney(speechFor('en', 'en-IE'), { amount: 420, currency: 'JPY' })).toContain('420')
    expect(formatMoney(speechFor('de', 'de-DE'), { amount: 1234, currency: 'KWD' })).toContain('1,234')
  })
})
