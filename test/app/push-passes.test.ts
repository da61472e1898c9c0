import { expect, it } from 'vitest'
import { pushPassWith } from '../../src/app/push-passes.ts'
import type { CardFace } from '../../src/domain/card-face.ts'
import { ProviderError } from '../../src/ports/provider-error.ts'
import type { Wallet } from '../../src/ports/wallet.ts'
import { face } from '../adapters/google-wallet/face.ts'

const card = face()
const row = {
  merchantId: card.merchantId,
  kind: 'push-pass',
  key: card.cardId,
  version: 1,
  attempts: 0,
} as const
const cards = { face: async () => card }

function wallet(kind: Wallet['kind'], error?: ProviderError) {
  const heard: CardFace[] = []
  const publish = async (told: CardFace) => {
    heard.push(told)
    if (error) throw error
    return { told: 1 }
  }
  return { kind, publish, heard, close: async () => undefined }
}

function paced(holds: boolean) {
  const owed: string[] = []
  const owe = async (merchantId: string, cardId: string) => void owed.push(`${merchantId}/${cardId}`)
  return { owed, holds: async () => holds, owe }
}

it('owes a wallet of its own pace the card, and tells the others at once', async () => {
  const apple = wallet('apple')
  const google = paced(true)
  expect(await pushPassWith({ cards, wallets: [apple], paced: google })(row)).toEqual({ detail: 'told 1' })
  expect(apple.heard).toEqual([card])
  expect(google.owed).toEqual([`${card.merchantId}/${card.cardId}`])
})

it('owes nothing to a wallet that does not have the card', async () => {
  const google = paced(false)
  await pushPassWith({ cards, wallets: [wallet('apple')], paced: google })(row)
  expect(google.owed).toEqual([])
})

it('owes it although another wallet is down, which is tried again', async () => {
  const down = new ProviderError('apple', 'down', { retryable: true })
  const google = paced(true)
  const web = wallet('web')
  const push = pushPassWith({ cards, wallets: [wallet('apple', down), web], paced: google })
  await expect(push(row)).rejects.toBe(down)
  expect(google.owed).toHaveLength(1)
  expect(web.heard).toHaveLength(1)
})
