import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Language, languages } from '../../src/messages/messages.ts'
import { ownReasons } from '../../src/messages/own-reason-texts.ts'
import { tellReason } from '../../src/messages/own-reasons.ts'

const others = (Object.keys(languages) as Language[]).filter((language) => language !== 'en')

/** Every reason that is written down where stamps and coupons are moved. */
function written(): string[] {
  const files = ['src/domain', 'src/app'].flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(`${room}/${name}`, 'utf8')),
  )
  const literal = /(?:reason: (?:[^'\n]*\? )?|causeOf\(`[^`]+`, |return )'([A-Z][^']*)'/g
  const either = /reason: [^'\n]*'[^']*' : '([A-Z][^']*)'/g
  return files.flatMap((text) =>
    [...text.matchAll(literal), ...text.matchAll(either)].map(([, words = '']) => words),
  )
}

describe('reasons that the books give', () => {
  it('are told in every language, all that there are', () => {
    const known: readonly string[] = ownReasons
    expect(written().length).toBeGreaterThan(15)
    for (const reason of written()) expect(known, reason).toContain(reason)
    for (const reason of ownReasons)
      for (const language of others)
        if (reason !== 'Scan') expect(tellReason({ language }, reason), language).not.toBe(reason)
  })

  it('stay as they are where somebody typed them', () => {
    for (const typed of ['Moved from the paper card', 'order', 'toString'])
      expect(tellReason({ language: 'de' }, typed)).toBe(typed)
  })
})
