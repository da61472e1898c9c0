import { describe, expect, it } from 'vitest'
import { mayMarkUsed } from '../../src/domain/mark-used.ts'

const minted = { kind: 'redeem_code', codeSource: 'minted' } as const
const pool = { kind: 'redeem_code', codeSource: 'pool' } as const
const shared = { kind: 'redeem_code', codeSource: 'shared' } as const
const staffScan = { kind: 'staff_scan' } as const
const reads = { readsCodes: true }
const blind = { readsCodes: false }

describe('people who say that a coupon was used', () => {
  it.each([
    ['a pool’s code without any till', pool, [], false, true],
    ['a shared code without any till', shared, [], false, true],
    ['a code of our own without any till', minted, [], false, true],
    ['a pool’s code where the till reads codes', pool, [reads], false, false],
    ['a shared code where one of two tills reads codes', shared, [blind, reads], false, false],
    ['a pool’s code where the till does not read codes', pool, [blind], false, true],
    ['a shared code where the till does not read codes', shared, [blind], false, true],
    ['a code that was made in the till', minted, [blind], false, false],
    ['a code where nothing is said of the till', pool, [{}], false, false],
    ['what the team redeems itself', staffScan, [reads], false, true],
    ['a pool’s code that the till missed, as the merchant knows', pool, [reads], true, true],
    ['a code of the till that it missed, as the merchant knows', minted, [reads], true, true],
  ])('%s', (_, reward, tills, anyway, allowed) => {
    expect(mayMarkUsed(reward, tills, anyway)).toEqual(
      allowed ? { ok: true } : { ok: false, reason: 'till-reports' },
    )
  })

  it('takes a code without a source for one of our own', () => {
    expect(mayMarkUsed({ kind: 'redeem_code' }, [blind]).ok).toBe(false)
  })
})
