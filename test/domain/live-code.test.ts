import { describe, expect, it } from 'vitest'
import { isLive, liveCodeText, liveStepAt, parseLiveCode, serialIn } from '../../src/domain/live-code.ts'

const code = { serial: 'q3Zt-x8_VbQmK2yLr0NwEg', step: 59_333_333, mac: 'abcDEF123-_x' }
const text = liveCodeText(code)

describe('a live code', () => {
  it('goes through its text unchanged, in as few letters as a small QR holds', () => {
    expect(parseLiveCode(text)).toEqual(code)
    expect(text.length).toBeLessThanOrEqual(42)
    expect(serialIn(text)).toBe(code.serial)
  })

  it('is not to be mistaken for a plain serial', () => {
    for (const other of [code.serial, '', 'a.b', `${text}x`, `${text}.1`, 'x.1.abc', ` ${text}`]) {
      expect(parseLiveCode(other)).toBeNull()
      expect(serialIn(other)).toBe(other)
    }
  })

  it('is good for ninety seconds, and half a minute early for scanners whose clock is slow', () => {
    const made = 1_780_000_020_000
    const step = liveStepAt(made)
    expect(step * 30_000).toBe(made)
    const good = [-30_001, -30_000, 0, 60_000, 89_999, 90_000].map((after) => isLive(step, made + after))
    expect(good).toEqual([false, true, true, true, true, false])
  })
})
