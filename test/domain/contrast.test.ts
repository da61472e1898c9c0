import { describe, expect, it } from 'vitest'
import { contrast } from '../../src/domain/contrast.ts'

describe('contrast by WCAG', () => {
  it.each([
    ['#000000', '#ffffff', 21, 'the most there is'],
    ['#ffffff', '#000000', 21, 'whichever comes first'],
    ['#abcdef', '#abcdef', 1, 'none at all'],
    ['#767676', '#ffffff', 4.54, 'the lightest grey that text on white may have'],
    ['#777777', '#ffffff', 4.48, 'a grey too light'],
    ['#ff0000', '#ffffff', 4, 'red weighs 0.2126'],
    ['#00ff00', '#000000', 15.3, 'green weighs 0.7152'],
    ['#0000ff', '#000000', 2.44, 'blue weighs 0.0722'],
    ['#0a0a0a', '#000000', 1.06, 'so dark that light grows in a straight line'],
  ])('%s on %s is %f: %s', (a, b, ratio) => {
    expect(contrast(a, b)).toBeCloseTo(ratio, 1)
  })
})
