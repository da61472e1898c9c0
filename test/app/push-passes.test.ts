import { expect, it } from 'vitest'
import { pushPassesWith } from '../../src/app/push-passes.ts'
import { type Key, keyText } from '../../src/ports/keys.ts'
import { ProviderError } from '../../src/ports/provider-error.ts'
import type { AppleDevice } from '../../src/ports/wallet.ts'

const row = (merchantId: string, key: string) =>
  ({ merchantId, kind: 'push-pass', key, version: 1, attempts: 0 }) as const
const phone = (name: string): AppleDevice => ({ deviceId: name, pushToken: `token-of-${name}` })

function stage(holders: Record<string, AppleDevice[]>) {
  const asked: Key[][] = []
  const told: [string, string[]][] = []
  const push = pushPassesWith({
    devices: {
      async ofCards(cards) {
        asked.push(cards)
        return new Map(Object.entries(holders))
      },
    },
    wallet: {
      async tellDevices(card, devices) {
        if (card.id === 'down') throw new ProviderError('apple', 'down', { retryable: true })
        told.push([keyText(card), devices.map((each) => each.deviceId)])
        return { told: devices.length }
      },
    },
  })
  return { asked, told, push }
}

it('asks once for the phones of all cards, and tells each card’s own', async () => {
  const { asked, told, push } = stage({ 'm/a': [phone('one'), phone('two')], 'n/a': [phone('three')] })
  const rows = [row('m', 'a'), row('n', 'a'), row('m', 'b')]
  const handle = await push(rows)
  expect(await Promise.all(rows.map(handle))).toEqual([
    { detail: 'told 2' },
    { detail: 'told 1' },
    { detail: null },
  ])
  expect(asked).toEqual([rows.map(({ merchantId, key }) => ({ merchantId, id: key }))])
  expect(told).toEqual([
    ['m/a', ['one', 'two']],
    ['n/a', ['three']],
    ['m/b', []],
  ])
})

it('lets one card’s trouble be its own', async () => {
  const { push } = stage({ 'm/a': [phone('one')], 'm/down': [phone('two')] })
  const handle = await push([row('m', 'down'), row('m', 'a')])
  await expect(handle(row('m', 'down'))).rejects.toMatchObject({ retryable: true })
  expect(await handle(row('m', 'a'))).toEqual({ detail: 'told 1' })
})
