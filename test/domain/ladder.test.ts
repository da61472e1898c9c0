import { describe, expect, it } from 'vitest'
import { moveTo, type Position, stampsOf } from '../../src/domain/ladder.ts'
import { perVisit, program } from '../support/orders.ts'

const start: Position = { total: 0, cycle: 1, cycleStart: 0, version: 1, pastCycles: [] }
const versions = [program(perVisit(), [5, 10]), program(perVisit(), [8]), program(perVisit(), [1])]
const rulesOf = (version: number) => versions[version - 1]!

/** Totals reached one after the other, under the version that is the latest then. */
function walk(totals: number[], latest = 1, from = start) {
  const crossings: string[] = []
  let position = from
  for (const total of totals) {
    const moved = moveTo(position, total, rulesOf, latest)
    for (const { direction, cycle, at } of moved.crossings)
      crossings.push(`${direction === 'up' ? '+' : '-'}${cycle}:${at}`)
    position = moved.position
  }
  return { position, crossings, stamps: stampsOf(position), cycle: position.cycle }
}

describe('moveTo', () => {
  it.each<[string, number[], { cycle: number; stamps: number; crossings: string[] }]>([
    ['nothing reached', [4], { cycle: 1, stamps: 4, crossings: [] }],
    ['the first milestone', [5], { cycle: 1, stamps: 5, crossings: ['+1:5'] }],
    ['over it in steps: once', [4, 6, 7], { cycle: 1, stamps: 7, crossings: ['+1:5'] }],
    ['the goal begins the next cycle at once', [10], { cycle: 2, stamps: 0, crossings: ['+1:5', '+1:10'] }],
    ['a surplus carries over', [13], { cycle: 2, stamps: 3, crossings: ['+1:5', '+1:10'] }],
    [
      'one order over several cycles',
      [26],
      {
        cycle: 3,
        stamps: 6,
        crossings: ['+1:5', '+1:10', '+2:5', '+2:10', '+3:5'],
      },
    ],
    ['standing still', [7, 7], { cycle: 1, stamps: 7, crossings: ['+1:5'] }],
    ['a fall within a cycle', [7, 5], { cycle: 1, stamps: 5, crossings: ['+1:5'] }],
    ['a fall below a milestone', [7, 4], { cycle: 1, stamps: 4, crossings: ['+1:5', '-1:5'] }],
    [
      'a fall to the start of the cycle keeps it',
      [12, 10],
      { cycle: 2, stamps: 0, crossings: ['+1:5', '+1:10'] },
    ],
    ['a fall takes the cycle back', [12, 9], { cycle: 1, stamps: 9, crossings: ['+1:5', '+1:10', '-1:10'] }],
    [
      'a fall over cycles',
      [26, 3],
      {
        cycle: 1,
        stamps: 3,
        crossings: ['+1:5', '+1:10', '+2:5', '+2:10', '+3:5', '-3:5', '-2:10', '-2:5', '-1:10', '-1:5'],
      },
    ],
    ['a fall to nothing', [10, 0], { cycle: 1, stamps: 0, crossings: ['+1:5', '+1:10', '-1:10', '-1:5'] }],
    [
      'up again',
      [10, 9, 10],
      {
        cycle: 2,
        stamps: 0,
        crossings: ['+1:5', '+1:10', '-1:10', '+1:10'],
      },
    ],
  ])('%s', (_what, totals, expected) => {
    expect(walk(totals)).toMatchObject(expected)
  })

  it('finishes a cycle under the version it began with, and begins the next under the latest', () => {
    const { position } = walk([12], 2)
    expect(position).toEqual({ total: 12, cycle: 2, cycleStart: 10, version: 2, pastCycles: [[1, 0]] })
    expect(walk([18], 2, position)).toMatchObject({ cycle: 3, stamps: 0, crossings: ['+2:8'] })
  })

  it('plays a cycle taken back under its own version', () => {
    const { position } = walk([20], 2)
    expect(walk([9], 2, position).position).toMatchObject({
      cycle: 1,
      version: 1,
      cycleStart: 0,
      pastCycles: [],
    })
  })

  it('remembers the cycles that were finished before', () => {
    const third = walk([21]).position
    expect(walk([32], 1, third).position.pastCycles).toEqual([
      [1, 0],
      [1, 10],
      [1, 20],
    ])
  })

  it('says which way, under which version, a milestone was passed', () => {
    const up = moveTo(start, 5, rulesOf, 1)
    expect(up.crossings).toEqual([{ cycle: 1, at: 5, version: 1, direction: 'up' }])
    expect(moveTo(up.position, 6, rulesOf, 1).crossings).toEqual([])
    expect(moveTo(up.position, 4, rulesOf, 1).crossings).toEqual([
      { cycle: 1, at: 5, version: 1, direction: 'down' },
    ])
  })

  it('comes to the same place by any way', () => {
    const straight = walk([17]).position
    for (const way of [
      [3, 17],
      [26, 17],
      [10, 9, 20, 17],
      [17, 0, 17],
    ])
      expect(walk(way).position).toEqual(straight)
  })

  it('knows a goal of one stamp', () => {
    expect(walk([3], 3, { ...start, version: 3 })).toMatchObject({
      cycle: 4,
      stamps: 0,
      crossings: ['+1:1', '+2:1', '+3:1'],
    })
  })
})
