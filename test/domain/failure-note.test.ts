import { describe, expect, it } from 'vitest'
import { failureReasons, failureSaid, readFailure, writeFailure } from '../../src/domain/failure-note.ts'
import { failureNote, ProviderError } from '../../src/ports/provider-error.ts'

describe('the note of a failure', () => {
  it('is read as it was written, whatever was said', () => {
    for (const reason of failureReasons)
      for (const said of ['', 'a/b: c', 'two\nlines', 'not there (ECONNREFUSED)']) {
        const failure = { provider: 'google-wallet', reason, said }
        expect(readFailure(writeFailure(failure))).toEqual(failure)
        expect(failureSaid(writeFailure(failure))).toBe(said)
      }
  })

  it('takes no other line for one', () => {
    for (const line of ['', 'worth, end', 'Shopify could not be reached', 'https://x', 'shopify/new: x']) {
      expect(readFailure(line)).toBeNull()
      expect(failureSaid(line)).toBe(line)
    }
  })

  it('says of an error why it failed, as far as that is known', () => {
    const note = (options: ConstructorParameters<typeof ProviderError>[2]) =>
      failureNote(new ProviderError('square', 'no', options))
    expect(note({ retryable: true })).toBe('square/trouble: no')
    expect(note({ retryable: false })).toBe('square/refused: no')
    expect(note({ retryable: false, unauthorized: true })).toBe('square/sign-in: no')
    expect(note({ retryable: true, throttled: true })).toBe('square/throttled: no')
    expect(note({ retryable: true, throttled: true, reason: 'busy' })).toBe('square/busy: no')
    expect(note({ retryable: false, quote: 'Title is too long' })).toBe('square/refused: Title is too long')
    expect(failureNote(new TypeError('x is no function'))).toBe('stampbridge/own-fault: x is no function')
  })
})
