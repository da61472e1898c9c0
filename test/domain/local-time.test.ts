import { describe, expect, it } from 'vitest'
import { localTime } from '../../src/domain/local-time.ts'
import { at } from '../support/orders.ts'

describe('localTime', () => {
  it.each([
    ['2026-03-02T23:30:00Z', 'Europe/Berlin', '2026-03-03', 'tue', '00:30', 'already tomorrow in Berlin'],
    ['2026-03-03T04:59:00Z', 'America/New_York', '2026-03-02', 'mon', '23:59', 'still yesterday in New York'],
    ['2026-03-29T00:59:00Z', 'Europe/Berlin', '2026-03-29', 'sun', '01:59', 'last minute of winter time'],
    [
      '2026-03-29T01:00:00Z',
      'Europe/Berlin',
      '2026-03-29',
      'sun',
      '03:00',
      '02:00 does not exist that night',
    ],
    ['2026-10-25T00:30:00Z', 'Europe/Berlin', '2026-10-25', 'sun', '02:30', 'first 02:30 of the night'],
    ['2026-10-25T01:30:00Z', 'Europe/Berlin', '2026-10-25', 'sun', '02:30', 'second 02:30 of the night'],
    ['2026-03-02T00:00:00Z', 'UTC', '2026-03-02', 'mon', '00:00', 'midnight is 00:00, never 24:00'],
    ['2026-03-02T00:00:00Z', 'Asia/Kathmandu', '2026-03-02', 'mon', '05:45', 'a zone of quarter hours'],
  ])('%s in %s is %s %s %s: %s', (instant, zone, date, weekday, time) => {
    expect(localTime(at(instant), zone)).toEqual({ date, weekday, time })
  })

  it('refuses a zone that does not exist', () => {
    expect(() => localTime(0, 'Europe/Atlantis')).toThrow(RangeError)
  })
})
