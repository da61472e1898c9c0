import { currencyOfCountry } from '../../domain/country-currency.ts'
import type { Choice } from '../../pages/console/form.ts'

/** The languages we speak, as they are written in several countries. */
const offered = [
  'en',
  'en-GB',
  'en-US',
  'en-IE',
  'es',
  'es-MX',
  'de',
  'de-AT',
  'de-CH',
  'fr',
  'fr-CA',
  'fr-CH',
]

/** @param saved always among them, whatever it is */
export function localeChoices(tag: string, saved: string): Choice[] {
  const names = new Intl.DisplayNames(tag, { type: 'language' })
  return Array.from(new Set([...offered, saved]), (value) => ({
    value,
    label: capital(names.of(value) ?? value, tag),
  }))
}

/** Many languages write the names of languages small, but nothing that stands for itself. */
const capital = (name: string, tag: string): string => name.charAt(0).toLocaleUpperCase(tag) + name.slice(1)

const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ')
/** Exceptional reservations, unknown and pseudo regions: no shop is there. */
const noCountry = new Set(['EU', 'EZ', 'UN', 'XA', 'XB', 'XK', 'ZZ', 'QO'])
const known = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
const countries = letters
  .flatMap((first) => letters.map((second) => first + second))
  .filter((code) => !noCountry.has(code) && known.of(code) !== undefined)

/** By name in the reader's language. */
export function countryChoices(tag: string): Choice[] {
  const names = new Intl.DisplayNames(tag, { type: 'region' })
  const { compare } = new Intl.Collator(tag)
  return countries
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .toSorted((a, b) => compare(a.label, b.label))
}

/**
 * The money of those countries, by name in the reader's language: what shops sell in today, without the historical ones.
 * @param saved always among them
 */
export function currencyChoices(tag: string, saved: string | null): Choice[] {
  const names = new Intl.DisplayNames(tag, { type: 'currency' })
  const { compare } = new Intl.Collator(tag)
  return Array.from(new Set([...countries.map(currencyOfCountry), ...(saved ? [saved] : [])]), (value) => ({
    value,
    label: `${names.of(value) ?? value} (${value})`,
  })).toSorted((a, b) => compare(a.label, b.label))
}

/** IANA names. @param saved always among them */
export const timeZoneChoices = (saved?: string | null): Choice[] =>
  Array.from(new Set([...(saved ? [saved] : []), 'UTC', ...Intl.supportedValuesOf('timeZone')]), (value) => ({
    value,
    label: value.replaceAll('_', ' '),
  }))
