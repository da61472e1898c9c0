import { afterAll, beforeAll, describe } from 'vitest'
import { createApnsClient } from '../../../adapters/apple-wallet/apns-client.ts'
import { createAppleWallet } from '../../../adapters/apple-wallet/wallet.ts'
import type { CardFace } from '../../../src/domain/card-face.ts'
import { type Shown, walletContract } from '../../contract/wallet.contract.ts'
import { startApns } from '../../doubles/apns.ts'
import { makeDemoSigner, passTypeId } from './demo-signer.ts'
import { exampleFace } from './example-face.ts'

let demo: Awaited<ReturnType<typeof makeDemoSigner>>
beforeAll(async () => {
  demo = await makeDemoSigner()
})
afterAll(() => demo.remove())

/** The phone fetches the card as it stands when a push comes, as iOS does. */
async function open(first: CardFace) {
  const apns = await startApns()
  let current = first
  let pass: Shown | null = null
  const registered: { deviceId: string; pushToken: string }[] = []
  const fetchPass = () => {
    pass = { stamps: current.stamps, voided: current.voided }
  }
  apns.reply(() => {
    fetchPass()
    return { status: 200 }
  })
  const wallet = createAppleWallet({
    apns: createApnsClient({ url: apns.url, topic: passTypeId, tls: () => demo.signer.tls, timeoutMs: 2000 }),
    devices: { ofCard: async () => registered, forget: async () => undefined },
  })
  return {
    wallet,
    change(next: CardFace) {
      current = next
    },
    async save() {
      registered.push({ deviceId: 'phone', pushToken: 'a1b2' })
      fetchPass()
    },
    shown: () => pass,
    breakDown() {
      apns.reply(() => null)
      return () =>
        apns.reply(() => {
          fetchPass()
          return { status: 200 }
        })
    },
    async close() {
      await wallet.close()
      await apns.close()
    },
  }
}

describe('Apple Wallet as a wallet', () => walletContract(open, exampleFace, { hasProvider: true }))
