/** A field dictionary of pass.json, as far as it is used here. */
export type PassField = {
  key: string
  label: string
  value: string | number
  attributedValue?: string
  changeMessage?: string
  dateStyle?: string
  currencyCode?: string
}
