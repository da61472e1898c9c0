import type { CodeDisplay } from './program.ts'

/**
 * Whether a code can be shown as wished, and typed at any till. The code is in normal form (`normalCode`).
 * @returns what is wrong, or null.
 */
export function fitsDisplay(code: string, display: CodeDisplay): string | null {
  if (!/^[A-Z0-9-]{1,64}$/.test(code)) return 'must be 1 to 64 of the characters A-Z, 0-9 and -'
  if (display === 'ean13' && !isEan13(code)) return 'must be 13 digits with a right check digit (EAN-13)'
  return null
}

function isEan13(code: string): boolean {
  if (!/^\d{13}$/.test(code)) return false
  const sum = [...code].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0)
  return sum % 10 === 0
}
