import { describe, expect, it } from 'vitest'
import { instantOf, localTime } from '../../src/domain/local-time.ts'
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

describe('the moment of a time on the wall', () => {
  const at = (text: string) => Date.parse(text)
  it.each([
    ['2026-11-22T14:02', 'Europe/Berlin', '2026-11-22T13:02:00Z', 'winter'],
    ['2026-07-01T00:30', 'Europe/Berlin', '2026-06-30T22:30:00Z', 'summer, the day before in UTC'],
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00Z', 'the first of an hour that comes twice'],
    [
      '2026-03-29T02:30',
      'Europe/Berlin',
      '2026-03-29T01:30:00Z',
      'an hour that is left out, by the clock before',
    ],
    ['2026-03-02T05:45', 'Asia/Kathmandu', '2026-03-02T00:00:00Z', 'a zone of quarter hours'],
    ['2026-01-01T00:00', 'Pacific/Kiritimati', '2025-12-31T10:00:00Z', 'fourteen hours ahead'],
  ])('%s in %s is %s: %s', (local, zone, instant) => {
    expect(instantOf(local, zone)).toBe(at(instant))
  })

  it.each(['', '2026-11-22', '2026-13-01T00:00', '2026-11-22T25:00', '2026-11-22T14:02:03'])(
    'is none for "%s"',
    (local) => {
      expect(instantOf(local, 'UTC')).toBeNull()
    },
  )
})
