import type { Figures, TraceRow } from '../domain/trace.ts'
import { formatMoment } from './formats.ts'
import type { Speech } from './messages.ts'
import type { TraceTexts } from './trace-texts.ts'

/**
 * One row of a trace in the reader's language, figures written in the reader's way.
 * @param timeZone where the moments that it tells of are read off the clock
 */
export function traceWords(speech: Speech, row: TraceRow, timeZone: string): string {
  const rules: Partial<TraceTexts> = speech.texts.trace.rules
  const { figures = {} } = row
  const written = Object.entries(figures).map(([name, value]) => [
    name,
    amounts.has(name)
      ? moneyText(speech, String(value), figures.currency)
      : writtenFigure(speech, name, value, timeZone),
  ])
  // A row may be older or newer than these texts.
  return rules[row.rule]?.(row.passed, Object.fromEntries(written) as Figures) ?? row.rule
}

function writtenFigure(speech: Speech, name: string, value: string | number, timeZone: string): string {
  if (name === 'at') return formatMoment(speech, Number(value), timeZone)
  if (name === 'weekday') return weekdayName(speech, String(value))
  if (typeof value === 'number') return new Intl.NumberFormat(speech.tag).format(value)
  return value
}

const amounts = new Set(['paid', 'minimum', 'per'])

/**
 * "1234.50" and its currency as the reader writes them, with as many decimals; without the sign where no currency is
 * told. Anything else (a currency's code) is left as it is.
 */
function moneyText(speech: Speech, text: string, currency: string | number | undefined): string {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return text
  const digits = text.split('.')[1]?.length ?? 0
  return new Intl.NumberFormat(speech.tag, {
    ...(/^[A-Z]{3}$/.test(String(currency)) && { style: 'currency', currency: String(currency) }),
    ...{ minimumFractionDigits: digits, maximumFractionDigits: digits },
  }).format(Number(text))
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

function weekdayName(speech: Speech, weekday: string): string {
  const index = weekdays.indexOf(weekday)
  if (index < 0) return weekday
  // The fifth of January 1970 was a Monday.
  const name = new Intl.DateTimeFormat(speech.tag, { weekday: 'long', timeZone: 'UTC' }).format(
    (4 + index) * 86_400_000,
  )
  return name.charAt(0).toLocaleUpperCase(speech.tag) + name.slice(1)
}
