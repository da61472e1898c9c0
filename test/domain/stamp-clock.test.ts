import { describe, expect, it } from 'vitest'
import { moveStamps } from '../../src/domain/move-stamps.ts'
import { DomainDriver } from '../support/domain-driver.ts'
import { at, perVisit, program } from '../support/orders.ts'

const day = 86_400_000
const first = at('2026-06-01T12:00:00Z')

/** A card of a goal of three; each move is of stamps that were earned so many days after the first of June. */
function card() {
  const driver = new DomainDriver([program(perVisit(), [3], { stampExpiry: { kind: 'fixed', months: 1 } })])
  driver.now = first + 90 * day
  const book = driver.join()
  let made = 0
  return {
    move: (count: number, days: number) =>
      moveStamps(
        book,
        count,
        { effectKey: `${++made}`, channel: 'order', reason: 'Order', at: first + days * day },
        driver.desk,
      ),
    since: () => (book.card.stampsSince == null ? null : Math.round((book.card.stampsSince - first) / day)),
  }
}

describe('stamps begin to grow old', () => {
  it.each<[string, [count: number, day: number][], number | null]>([
    [
      'with the first of the cycle',
      [
        [1, 4],
        [1, 9],
      ],
      4,
    ],
    [
      'with the oldest, though it was told later',
      [
        [1, 9],
        [1, 4],
      ],
      4,
    ],
    [
      'with the sale that began the cycle, not with those of the one before',
      [
        [2, 0],
        [2, 5],
      ],
      5,
    ],
    ['not while there are none', [[3, 0]], null],
    [
      'not any more when all of them are gone',
      [
        [2, 0],
        [-2, 1],
      ],
      null,
    ],
    [
      'when they were, though some are taken back',
      [
        [2, 4],
        [-1, 9],
      ],
      4,
    ],
    [
      'when they did, though an older sale of the cycle before loses one',
      // 2 + 2 + 1: the third cycle’s stamps are of the fifth day and later.
      [
        [2, 0],
        [2, 5],
        [1, 6],
        [-1, 0],
      ],
      5,
    ],
  ])('%s', (_why, moves, expected) => {
    const { move, since } = card()
    for (const [count, days] of moves) move(count, days)
    expect(since()).toBe(expected)
  })
})
