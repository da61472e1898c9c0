import { describe, expect, it } from 'vitest'
import type { Reward } from '../../../src/domain/program.ts'
import { checkReward, checkRules } from '../../../src/http/api/program-rules.ts'
import { perAmount, program, reward } from '../../support/orders.ts'

describe('a stamp for too little money', () => {
  it.each([
    ['EUR', 9, 'must be at least 10, which is 0.10 EUR'],
    ['EUR', 10, null],
    ['JPY', 9, 'must be at least 10, which is 10 JPY'],
    ['JPY', 10, null],
    ['KWD', 99, 'must be at least 100, which is 0.100 KWD'],
    ['KWD', 100, null],
  ])('%s %i', (currency, amount, message) => {
    const problems = checkRules(program(perAmount({ amount, currency })))
    expect(problems).toEqual(message === null ? [] : [{ field: 'earn.per.amount', message }])
  })
})

describe('the end of a reward', () => {
  it.each<[Partial<Reward>, string[]]>([
    [{ expiresAfterDays: 3 }, []],
    [{ expiresAt: '2027-01-01T00:00:00Z' }, []],
    [{ expiresAfterDays: 3, expiresAt: '2027-01-01T00:00:00Z' }, ['expiresAt']],
  ])('%o', (part, fields) => {
    expect(checkReward(reward(part)).map((each) => each.field)).toEqual(fields)
  })
})
