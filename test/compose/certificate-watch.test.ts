import { expect, test } from 'vitest'
import { certificateState } from '../../src/compose/certificate-watch.ts'

const day = 86_400_000

test.each([
  [61, 'good', null],
  [60, 'ends-soon', 60],
  [30, 'ends-soon', 30],
  [8, 'ends-soon', 30],
  [7, 'ends-soon', 7],
  [0, 'ends-soon', 7],
  [-1, 'ended', 7],
])('with %i days left a certificate is %s', (daysLeft, state, warning) => {
  const now = Date.parse('2026-11-22T12:00:00Z')
  const found = certificateState({ notAfter: now + daysLeft * day + 1, demo: false }, now)
  expect(found).toMatchObject({ daysLeft, state, warning })
})
