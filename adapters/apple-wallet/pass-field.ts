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
  const second = Math.floor((at - day * dayMs) / 1000)
  return dayText(day) + minutes[Math.floor(second / 60)] + seconds[second % 60]
}

function dayText(day: number): string {
  let text = days.get(day)
  if (text === undefined) {
    text = new Date(day * dayMs).toISOString().slice(0, -13)
    if (days.size >= 1000) days.clear()
    days.set(day, text)
  }
  return text
}

/** Writes what {@link utc} says, without putting a text together. */
export function writeUtc(target: Buffer, place: number, at: number): void {
  const day = Math.floor(at / dayMs)
  const second = Math.floor((at - day * dayMs) / 1000)
  const date = dayText(day)
  const minute = place + date.length
  writeText(target, place, date)
  writeText(target, minute, minutes[Math.floor(second / 60)]!)
  writeText(target, minute + 6, seconds[second % 60]!)
}

/** As UTF-8. Texts are short, so that this is faster than calling what Node has for it. */
export function writeText(target: Buffer, place: number, text: string): void {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 0x7f) return void target.write(text, place)
    target[place + i] = unit
  }
}

/** A reward that ends at midnight is good on the day before, not on the day that begins. */
export const lastSecond = (end: number): string => utc(end - 1000)

/** As it stands in a link of the back. */
export const htmlText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
