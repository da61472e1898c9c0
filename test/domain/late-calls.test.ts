import { expect, it } from 'vitest'
import { againKey, againOf } from '../../src/domain/late-calls.ts'

const card = '01900000-0000-7000-8000-00000000beef'

it('says of a key which card it is about, and whether it is owed once more', () => {
  expect(againOf(card)).toEqual({ cardId: card, again: null })
  for (const again of ['card', 'card-and-class'] as const)
    expect(againOf(againKey(card, again))).toEqual({ cardId: card, again })
})
