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

/**
 * The moment at which the clock on the shop's wall shows this; of an hour that comes twice the earlier one, and of one
 * that is left out the time by the clock before. @throws RangeError for an unknown zone
 * @param local `2026-11-22T14:02`
 */
export function instantOf(local: string, timeZone: string): Instant | null {
  const wished = Date.parse(`${local}:00Z`)
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local) || Number.isNaN(wished)) return null
  const shown = (at: Instant) => {
    const { date, time } = localTime(at, timeZone)
    return Date.parse(`${date}T${time}:00Z`)
  }
  const offsets = [wished - dayMs, wished + dayMs].map((at) => shown(at) - at)
  const found = offsets.map((offset) => wished - offset).filter((at) => shown(at) === wished)
  return found.length > 0 ? Math.min(...found) : wished - (offsets[0] ?? 0)
}

const dayMs = 86_400_000
