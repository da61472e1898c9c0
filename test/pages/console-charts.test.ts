import { describe, expect, it } from 'vitest'
import { DayBars, type DayCount, Meter } from '../../src/pages/console/charts.ts'
import { renderFragment } from '../../src/pages/html.ts'

const dayMs = 86_400_000
const days = (counts: number[]): DayCount[] =>
  counts.map((count, index) => ({
    day: new Date(Date.UTC(2026, 10, 22) - (counts.length - 1 - index) * dayMs).toISOString().slice(0, 10),
    count,
  }))
const draw = (counts: number[], shown = counts.length) =>
  renderFragment(
    DayBars({
      ...{ days: days(counts), shown, label: 'Visits', today: 'Today' },
      dayName: (day) => day,
      dayTitle: ({ day, count }) => `${day}: ${count}`,
      countName: String,
    }),
  )
const texts = (svg: string) => Array.from(svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g), (match) => match[1])
const heights = (svg: string) =>
  Array.from(svg.matchAll(/class="bar-day"[^>]* height="([\d.]+)"/g), (match) => Number(match[1]))

describe('bars by day', () => {
  it('have round numbers beside them, Mondays or firsts below, and today at the end', () => {
    const svg = draw(Array.from({ length: 28 }, (_, index) => index))
    expect(texts(svg)).toEqual(['10', '20', '30', '2026-11-01', '2026-11-08', '2026-11-15', 'Today'])
  })

  it('tell each day’s number to whoever points at it, and are as high as it', () => {
    const svg = draw([0, 5, 10])
    expect(svg).toContain('<title>2026-11-21: 5</title>')
    const [none, half, whole] = heights(svg)
    expect(none).toBe(0)
    expect(whole).toBe(2 * half!)
  })

  it('count in whole visits, also where hardly anybody came', () => {
    expect(texts(draw([0, 1])).filter((each) => /^\d+$/.test(each!))).toEqual(['1'])
    for (const svg of [draw([]), draw([0]), draw([0, 0, 0])]) expect(svg).not.toMatch(/NaN|Infinity/)
  })

  it('draw the average of seven days, which the days before those shown lead to', () => {
    const average = (svg: string) => Number(/class="average" d="M[^,]+,([\d.]+)Z?"/.exec(svg)?.[1])
    const alone = average(draw([10], 1))
    expect(average(draw([10, 10, 10, 10, 10, 10, 10], 1))).toBe(alone)
    // Further down is less: the six days without a visit pull the line down, the seventh day before no more.
    const after = average(draw([0, 0, 0, 0, 0, 0, 10], 1))
    expect(after).toBeGreaterThan(alone)
    expect(average(draw([900, 0, 0, 0, 0, 0, 0, 10], 1))).toBe(after)
    // A better week before stays inside the picture.
    expect(average(draw([70, 70, 70, 70, 70, 70, 1], 1))).toBeGreaterThanOrEqual(20)
  })
})

describe('a share of the whole', () => {
  it('is as long as it is large, and is nothing of nothing', () => {
    expect(renderFragment(Meter('with a card', '3', 3, 4))).toContain('width="75%"')
    expect(renderFragment(Meter('with a card', '0', 0, 0))).not.toMatch(/NaN|<rect width/)
  })
})
