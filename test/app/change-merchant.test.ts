import { expect, test, vi } from 'vitest'
import { changeMerchantWith } from '../../src/app/change-merchant.ts'
import { checkDesignWith } from '../../src/app/check-design.ts'
import type { CardDesign } from '../../src/domain/example-card.ts'
import type { MerchantChanges, MerchantRecord } from '../../src/ports/merchants.ts'
import type { ProgramRecord, ProgramState } from '../../src/ports/programs.ts'

const look = { background: '#1d3a34', foreground: '#ffffff', accent: '#f2b84b' }
const program = (name: string, state: ProgramState = 'active') =>
  ({ name, state, rules: {} }) as ProgramRecord

/** A shop with some programs; `judge` says what a wallet would not show. */
function shop(programs: ProgramRecord[], judge: (design: CardDesign) => string[]) {
  let merchant = { id: 'm', name: 'Café', locale: 'de', timeZone: 'UTC', look: null } as MerchantRecord
  const asked = vi.fn(async (design: CardDesign) => judge(design))
  const merchants = {
    find: async () => merchant,
    async change(_: string, changes: MerchantChanges) {
      merchant = { ...merchant, ...changes }
      return merchant
    },
  }
  const checkDesign = checkDesignWith({ merchants, judge: asked, defaultLook: look })
  const change = changeMerchantWith({ merchants, programs: { list: async () => programs }, checkDesign })
  return { asked, now: () => merchant, change: (changes: MerchantChanges) => change('m', changes) }
}

test('a new look is judged on the card of every running program before it is saved', async () => {
  const cafe = shop([program('Coffee'), program('Cake', 'paused'), program('Tea', 'ended')], () => [])
  expect(await cafe.change({ look, name: 'Hafen' })).toMatchObject({ ok: true, merchant: { look } })
  expect(
    cafe.asked.mock.calls.map(([{ programName, shopName, look: judged }]) => [programName, shopName, judged]),
  ).toEqual([
    ['Coffee', 'Hafen', look],
    ['Cake', 'Hafen', look],
  ])
})

test('what a wallet would not show is not saved, and said once', async () => {
  const cafe = shop([program('Coffee'), program('Cake')], ({ look: { foreground } }) =>
    foreground === '#1d3a35' ? ['The text is hard to read.'] : [],
  )
  expect(await cafe.change({ look: { ...look, foreground: '#1d3a35' } })).toEqual({
    ok: false,
    reason: 'bad-design',
    problems: [{ field: 'design', message: 'The text is hard to read.' }],
  })
  expect(cafe.now().look).toBeNull()
  expect(await cafe.change({ look })).toMatchObject({ ok: true })
})

test('what no card shows, or stays as it is, is not judged', async () => {
  const cafe = shop([program('Coffee')], () => ['never asked'])
  expect(await cafe.change({ name: 'Café', locale: 'de', timeZone: 'Europe/Berlin' })).toMatchObject({
    ok: true,
  })
  expect(cafe.asked).not.toHaveBeenCalled()
})
