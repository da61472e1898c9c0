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

/** A moment as pass.json has it, to the second. */
export const utc = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`

/** A reward that ends at midnight is good on the day before, not on the day that begins. */
export const lastSecond = (end: number): string => utc(end - 1000)
