import { type Money, minorDigits } from '../domain/money.ts'
import type { Speech } from './messages.ts'

/** "€4.20" in the reader's way. */
export function formatMoney(speech: Speech, money: Money): string {
  const value = money.amount / 10 ** minorDigits(money.currency)
  return new Intl.NumberFormat(speech.tag, { style: 'currency', currency: money.currency }).format(value)
}

/** The same as a rule says it: "€5", and "€5.50" where it is not whole. */
export function formatRuleMoney(speech: Speech, money: Money): string {
  const value = money.amount / 10 ** minorDigits(money.currency)
  const style = {
    style: 'currency',
    currency: money.currency,
    trailingZeroDisplay: 'stripIfInteger',
  } as const
  return new Intl.NumberFormat(speech.tag, style).format(value)
}

export const formatCount = (speech: Speech, n: number): string => new Intl.NumberFormat(speech.tag).format(n)

/** What stands between units and decimals: "4.20" or "4,20". */
export const decimalMark = (speech: Speech): string =>
  new Intl.NumberFormat(speech.tag).formatToParts(0.5).find(({ type }) => type === 'decimal')?.value ?? '.'

/** "25 %" of a share between 0 and 1. */
export const formatPercent = (speech: Speech, share: number): string =>
  new Intl.NumberFormat(speech.tag, { style: 'percent', maximumFractionDigits: 0 }).format(share)

/** "3 Nov 2026, 14:02" in the given time zone. */
export const formatMoment = (speech: Speech, at: number, timeZone: string): string =>
  new Intl.DateTimeFormat(speech.tag, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(at)

export const formatDay = (speech: Speech, at: number, timeZone: string): string =>
  new Intl.DateTimeFormat(speech.tag, { dateStyle: 'long', timeZone }).format(at)

export const formatTime = (speech: Speech, at: number, timeZone: string): string =>
  new Intl.DateTimeFormat(speech.tag, { timeStyle: 'medium', timeZone }).format(at)

/** "Coffee and Tea", at most `limit` words. */
export const formatList = (speech: Speech, words: readonly string[], limit = 4): string =>
  new Intl.ListFormat(speech.tag, { type: 'disjunction' }).format(words.slice(0, limit))

/** "Deutsch": a language as its speakers call it. */
export function ownName(code: string): string {
  const name = new Intl.DisplayNames(code, { type: 'language' }).of(code) ?? code
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1)
}
