import type { CodeDisplay } from './program.ts'

export type CodeProblem = {
  reason: 'empty' | 'too-long' | 'illegal-characters' | 'cannot-be-shown'
  /** What is wrong, after "the code". */
  message: string
}

/** Longer ones become so fine on a phone that a till's scanner does not read them. */
const longestBars: Partial<Record<CodeDisplay, number>> = { code39: 24, code128: 24 }
const names: Partial<Record<CodeDisplay, string>> = { code39: 'Code 39', code128: 'Code 128' }

/** What keeps a code from being typed at any till, or shown as wished; null when nothing does. In `normalCode`'s form. */
export function codeProblem(code: string, display: CodeDisplay): CodeProblem | null {
  const shape = 'must be 1 to 64 of the characters A-Z, 0-9 and -'
  if (code === '') return { reason: 'empty', message: shape }
  if (!/^[A-Z0-9-]*$/.test(code)) return { reason: 'illegal-characters', message: shape }
  if (code.length > 64) return { reason: 'too-long', message: shape }
  if (display === 'ean13' && !isEan13(code))
    return { reason: 'cannot-be-shown', message: 'must be 13 digits with a right check digit (EAN-13)' }
  const longest = longestBars[display] ?? Number.POSITIVE_INFINITY
  if (code.length > longest)
    return {
      reason: 'cannot-be-shown',
      message: `must be at most ${longest} characters, or scanners cannot read it as ${names[display]} off a phone`,
    }
  return null
}

/** {@link codeProblem} in words. */
export const fitsDisplay = (code: string, display: CodeDisplay): string | null =>
  codeProblem(code, display)?.message ?? null

function isEan13(code: string): boolean {
  if (!/^\d{13}$/.test(code)) return false
  const sum = [...code].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0)
  return sum % 10 === 0
}
