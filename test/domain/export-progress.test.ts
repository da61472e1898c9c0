import { describe, expect, it } from 'vitest'
import { type ExportCourse, exportProgress, mayStart } from '../../src/domain/export-progress.ts'

const now = Date.UTC(2026, 10, 22, 14, 2)
const minute = 60_000
const course = (changes: Partial<ExportCourse>): ExportCourse => ({
  state: 'running',
  orderedAt: now,
  movedAt: now,
  expected: 1000,
  written: 0,
  ...changes,
})

describe('how far an export is', () => {
  it.each<[string, Partial<ExportCourse>, string, number | null]>([
    ['nothing yet', { state: 'ordered' }, 'ordered', 0],
    ['under way', { written: 256 }, 'running', 25],
    ['rows came while it was written: not complete before the end', { written: 1200 }, 'running', 99],
    ['too many to count', { expected: null, written: 9 }, 'running', null],
    ['an empty shop, done', { state: 'done', expected: 0 }, 'done', 100],
    ['done of an unknown number', { state: 'done', expected: null, written: 9 }, 'done', 100],
    ['broken off', { state: 'broken', written: 500 }, 'stopped', 50],
    ['silent for two minutes', { written: 500, movedAt: now - 2 * minute }, 'stopped', 50],
    ['longer than an hour, and still moving', { orderedAt: now - 90 * minute, written: 10 }, 'running', 1],
    ['ordered an hour ago and never taken', { state: 'ordered', orderedAt: now - 60 * minute }, 'over', 0],
    ['done long ago', { state: 'done', orderedAt: now - 600 * minute }, 'done', 100],
  ])('%s', (_, changes, state, percent) => {
    expect(exportProgress(course(changes), now)).toEqual({ state, percent })
  })

  it('may be started within the hour, unless it is under way', () => {
    const may = (changes: Partial<ExportCourse>) => mayStart(course(changes), now)
    expect([may({ state: 'ordered' }), may({ state: 'done' }), may({ state: 'broken' })]).toEqual([
      true,
      true,
      true,
    ])
    expect(may({ movedAt: now - 2 * minute })).toBe(true)
    expect(may({})).toBe(false)
    expect(may({ state: 'done', orderedAt: now - 60 * minute })).toBe(false)
  })
})
