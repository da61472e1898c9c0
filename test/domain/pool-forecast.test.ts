import { expect, it } from 'vitest'
import { forecastPool, type PoolUse } from '../../src/domain/pool-forecast.ts'

const day = 86_400_000
const now = 100 * day
const old = { since: 0, waiting: 0, lowWater: null }

it.each<[string, PoolUse, ReturnType<typeof forecastPool>]>([
  [
    '56 in 28 days are 2 a day: 100 last 50 days',
    { ...old, free: 100, taken: 56 },
    { perDay: 2, daysLeft: 50, level: 'fine' },
  ],
  [
    '28 of 2 a day last a fortnight: just enough',
    { ...old, free: 28, taken: 56 },
    { perDay: 2, daysLeft: 14, level: 'fine' },
  ],
  [
    '27 of 2 a day last 13 whole days: low',
    { ...old, free: 27, taken: 56 },
    { perDay: 2, daysLeft: 13, level: 'low' },
  ],
  [
    'none taken: nobody knows how long',
    { ...old, free: 3, taken: 0 },
    { perDay: 0, daysLeft: null, level: 'fine' },
  ],
  [
    '10 in 28 days, in hundredths',
    { ...old, free: 100, taken: 10 },
    { perDay: 0.36, daysLeft: 280, level: 'fine' },
  ],
  [
    'a pool of 7 days: the rate is over its own age',
    { ...old, since: now - 7 * day, free: 70, taken: 14 },
    { perDay: 2, daysLeft: 35, level: 'fine' },
  ],
  [
    'a pool of an hour counts as of one day',
    { ...old, since: now - day / 24, free: 300, taken: 10 },
    { perDay: 10, daysLeft: 30, level: 'fine' },
  ],
  [
    'at the merchant’s own mark: low',
    { ...old, free: 50, taken: 0, lowWater: 50 },
    { perDay: 0, daysLeft: null, level: 'low' },
  ],
  [
    'one above the mark',
    { ...old, free: 51, taken: 0, lowWater: 50 },
    { perDay: 0, daysLeft: null, level: 'fine' },
  ],
  ['used up', { ...old, free: 0, taken: 28 }, { perDay: 1, daysLeft: 0, level: 'dry' }],
  [
    'used up long ago, nobody waits',
    { ...old, free: 0, taken: 0 },
    { perDay: 0, daysLeft: null, level: 'dry' },
  ],
  [
    'never filled, and a coupon waits',
    { ...old, since: null, free: 0, taken: 0, waiting: 1 },
    { perDay: 0, daysLeft: null, level: 'dry' },
  ],
  [
    'never filled, nobody waits: no pool at all',
    { ...old, since: null, free: 0, taken: 0 },
    { perDay: 0, daysLeft: null, level: 'fine' },
  ],
  [
    'a coupon waits, but codes came in',
    { ...old, free: 5, taken: 0, waiting: 1 },
    { perDay: 0, daysLeft: null, level: 'fine' },
  ],
])('%s', (_, pool, forecast) => {
  expect(forecastPool(pool, now)).toEqual(forecast)
})
