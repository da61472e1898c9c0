import type { Instant } from './order.ts'
import type { Weekday } from './program.ts'

/** A moment as the clock on the shop's wall shows it. */
export type LocalTime = { date: string; weekday: Weekday; time: string }

const formats = new Map<string, Intl.DateTimeFormat>()

/** @param timeZone IANA name; daylight saving is the zone's own. @throws RangeError for an unknown zone. */
export function localTime(at: Instant, timeZone: string): LocalTime {
  const parts: Record<string, string> = {}
  for (const part of formatFor(timeZone).formatToParts(at)) parts[part.type] = part.value
  return {
    date: `${parts.year}-${parts.month}-${parts.day}`,
    weekday: parts.weekday!.toLowerCase() as Weekday,
    time: `${parts.hour}:${parts.minute}`,
  }
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en', {
      timeZone,
      hourCycle: 'h23',
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
    formats.set(timeZone, format)
  }
  return format
}
