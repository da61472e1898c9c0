/** Integer minor units (cents, yen, fils) of an ISO 4217 currency. */
export type Money = { amount: number; currency: string }

/**
 * Minor units as ISO 4217 lists them, where they are not 2. Not asked of Intl: it answers by usage (CLDR), where the
 * forint, the rupiah and the dinar of Iraq have no decimals, but tills write and count theirs.
 */
const decimals = new Map<string, number>([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map(each(0)),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map(each(3)),
  ...'CLF UYW'.split(' ').map(each(4)),
])

function each(digits: number) {
  return (currency: string): [string, number] => [currency, digits]
}

/** Decimals of a currency's minor unit: 2 for EUR, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  return decimals.get(currency) ?? 2
}

/**
 * Reads a till's decimal text ("12.50") as minor units without passing through binary fractions.
 * @throws RangeError when the text is no decimal number or has digits beyond the minor unit that are not zero.
 */
export function parseDecimal(text: string, currency: string): number {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.trim())
  if (!match) throw new RangeError(`not a decimal amount: ${text}`)
  const digits = minorDigits(currency)
  const fraction = match[3] ?? ''
  if (/[1-9]/.test(fraction.slice(digits)))
    throw new RangeError(`more decimals than ${currency} has: ${text}`)
  const amount = Number(match[2] + fraction.slice(0, digits).padEnd(digits, '0'))
  if (!Number.isSafeInteger(amount)) throw new RangeError(`amount too large: ${text}`)
  return match[1] && amount !== 0 ? -amount : amount
}

/** "4.20" for 420 EUR: plain decimal text, for tills and traces. */
export function formatDecimal(money: Money): string {
  const digits = minorDigits(money.currency)
  const sign = money.amount < 0 ? '-' : ''
  const text = String(Math.abs(money.amount)).padStart(digits + 1, '0')
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}
