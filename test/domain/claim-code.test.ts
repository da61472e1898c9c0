import { expect, it } from 'vitest'
import { normalClaimCode } from '../../src/domain/claim-code.ts'

it.each([
  ['as it was made', '7K2M9QXA', '7K2M9QXA'],
  ['in small letters', '7k2m9qxa', '7K2M9QXA'],
  ['in groups, as printed', '7K2M-9QXA', '7K2M9QXA'],
  ['with blanks around and within', ' 7K2M\t9Q XA ', '7K2M9QXA'],
  ['an O for every nought', 'o0OA', '000A'],
  ['an I or an L for every one', 'iIlL1A', '11111A'],
])('a claim’s code %s', (_how, typed, code) => {
  expect(normalClaimCode(typed)).toBe(code)
})
