import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSquare } from '../../../adapters/square/adapter.ts'
import type { Discount } from '../../../src/domain/program.ts'
import type { PlacedCode, TillClient } from '../../../src/ports/till.ts'
import { type SquareDouble, startSquareDouble } from '../../doubles/square.ts'

const notificationUrl = 'http://127.0.0.1:1/webhooks/square'
let square: SquareDouble
let client: TillClient

beforeEach(async () => {
  square = await startSquareDouble({ notificationUrl })
  const adapter = createSquare({ notificationUrl, apiUrl: square.url, clock: Date.now })
  client = adapter.client({ provider: 'square', merchantId: 'M7SQUARE', accessToken: 'square-token' })!
})
afterEach(() => square.close())

async function placed(couponId: string, discount: Discount): Promise<PlacedCode> {
  const reward = { id: 'r', title: 'Free coffee', kind: 'redeem_code', display: 'qr', discount } as const
  const code = { couponId, code: `CODE${couponId.toUpperCase()}`, reward, startsAt: 0 }
  return { ...code, ...(await client.placeCode(code)) }
}
const check = async (...codes: PlacedCode[]) =>
  (await client.checkCodes!(codes)).map(({ state, what }) => (what ? `${state}: ${what}` : state))

it('finds discounts as they were made, deleted, or changed', async () => {
  const amount = { amount: 350, currency: 'EUR' }
  const codes = [
    await placed('a', { percent: 15 }),
    await placed('b', { amount }),
    await placed('c', { productIds: ['V1'], worth: amount }),
    await placed('d', { percent: 100 }),
  ]
  expect(await check(...codes)).toEqual(['fine', 'fine', 'fine', 'fine'])
  const inCatalog = (at: number) => square.catalog.get(codes[at]!.externalId)!.discount_data
  expect(inCatalog(2)).toMatchObject({ percentage: '100', maximum_amount_money: amount })
  inCatalog(0).percentage = '15.0'
  inCatalog(1).amount_money = { amount: 1000, currency: 'EUR' }
  inCatalog(2).name = 'Coffee'
  square.catalog.delete(codes[3]!.externalId)
  expect(await check(...codes)).toEqual(['fine', 'edited: worth', 'edited: name', 'deleted'])
})

it('makes a deleted discount again, although Square remembers that it was made', async () => {
  const code = await placed('a', { percent: 15 })
  square.catalog.delete(code.externalId)
  const again = await client.placeCode({ ...code, remake: 1 })
  expect(await check({ ...code, ...again })).toEqual(['fine'])
  expect(square.catalog.size).toBe(1)
})
