import { describe, expect, it } from 'vitest'
import { placementKey, placementKeyShape } from '../../src/domain/placement.ts'

describe('the key of a place', () => {
  it.each([
    ['Terrace', 'terrace'],
    ['Terrace, north', 'terrace-north'],
    ['  Straße am Café Ñandú ', 'strasse-am-cafe-nandu'],
    ['!!! Bar 2 !!!', 'bar-2'],
    ['Counter', 'counter'],
    ['The long table at the very end of the garden', 'the-long-table-at-the-very-end-o'],
  ])('%s is %s', (name, key) => expect(placementKey(name)).toBe(key))

  it('exists for every name, and parts names without a Latin letter', () => {
    for (const name of [
      'Терраса',
      '窓',
      '☕',
      'مقهى',
      '…'.repeat(60),
      'ß',
      'a'.repeat(100),
      `${'x'.repeat(31)} y`,
    ])
      expect(placementKey(name), name).toMatch(placementKeyShape)
    expect(placementKey('窓')).not.toBe(placementKey('門'))
  })
})
