import { describe, expect, it } from 'vitest'
import { askWhere, channelOf, channelRow } from '../../src/domain/earn-where.ts'
import type { Evidence } from '../../src/domain/order-record.ts'
import type { EarnChannel, ProgramRules } from '../../src/domain/program.ts'
import { perVisit, program, sale } from '../support/orders.ts'

const rules = (part: Partial<ProgramRules> = {}) => program(perVisit(), [10], part)

describe('the channel of an order', () => {
  it.each<[Evidence | null, EarnChannel]>([
    ['scanned', 'till'],
    ['linked', 'till'],
    ['assigned', 'till'],
    [null, 'till'],
    ['claimed', 'claim'],
  ])('found by %s is %s', (evidence, channel) => {
    expect(channelOf(evidence)).toBe(channel)
  })
})

describe('where a program earns', () => {
  it.each<[string, Partial<ProgramRules>, EarnChannel, string | undefined, [string, boolean][]]>([
    ['everywhere: nothing is asked', {}, 'till', 'harbour', []],
    ['by one channel', { channels: ['claim'] }, 'claim', undefined, [['channel', true]]],
    ['not by another', { channels: ['claim', 'kiosk'] }, 'till', 'harbour', [['channel', false]]],
    ['at one place', { locations: ['harbour'] }, 'till', 'harbour', [['location', true]]],
    ['not at another', { locations: ['harbour'] }, 'till', 'station', [['location', false]]],
    [
      'not at no place',
      { locations: ['harbour', 'undefined', ''] },
      'till',
      undefined,
      [['location', false]],
    ],
    [
      'each is asked, whatever the other says',
      { channels: ['kiosk'], locations: ['station'] },
      'till',
      'station',
      [
        ['channel', false],
        ['location', true],
      ],
    ],
  ])('%s', (_why, part, channel, locationId, answers) => {
    const asked = askWhere(sale({ locationId }), channel, rules(part))
    expect(asked.map((each) => [each.rule, each.passed])).toEqual(answers)
  })

  it('says which channel and which place were asked for', () => {
    expect(channelRow(rules({ channels: ['staff'] }), 'api')?.figures).toEqual({ channel: 'api' })
    expect(channelRow(rules(), 'api')).toBeNull()
    const [named] = askWhere(sale({ locationId: 'x' }), 'till', rules({ locations: ['y'] }))
    expect(named?.figures).toEqual({ location: 'x' })
    const [none] = askWhere(sale(), 'till', rules({ locations: ['y'] }))
    expect(none?.figures).toEqual({})
  })
})
