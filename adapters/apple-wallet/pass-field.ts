/** A field dictionary of pass.json, as far as it is used here. */
export type PassField = {
  key: string
  label: string
  value: string | number
  attributedValue?: string
  changeMessage?: string
  dateStyle?: string
  timeStyle?: string
  currencyCode?: string
}

const dayMs = 86_400_000
/** `2026-11-22T` of days since 1970: a pass names five moments or more, and most are of the same few weeks. */
const days = new Map<number, string>()
const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'))
const minutes = Array.from(
  { length: 24 * 60 },
  (_, minute) => `${twoDigits[Math.floor(minute / 60)]}:${twoDigits[minute % 60]}:`,
)
const seconds = twoDigits.map((digits) => `${digits}Z`)

/** A moment as pass.json has it, to the second. */
export function utc(at: number): string {
  const day = Math.floor(at / dayMs)
  let text = days.get(day)
  if (text === undefined) {
    text = new Date(day * dayMs).toISOString().slice(0, -13)
    if (days.size >= 1000) days.clear()
    days.set(day, text)
  }
  const second = Math.floor((at - day * dayMs) / 1000)
  return text + minutes[Math.floor(second / 60)] + seconds[second % 60]
}

/** A reward that ends at midnight is good on the day before, not on the day that begins. */
export const lastSecond = (end: number): string => utc(end - 1000)

/** As it stands in a link of the back. */
export const htmlText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
