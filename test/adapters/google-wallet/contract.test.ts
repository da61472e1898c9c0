import { describe } from 'vitest'
import { createRateLimit } from '../../../adapters/google-wallet/rate-limit.ts'
import { createGoogleWallet } from '../../../adapters/google-wallet/wallet.ts'
import { createWalletClient } from '../../../adapters/google-wallet/wallet-client.ts'
import type { CardFace } from '../../../src/domain/card-face.ts'
import { walletContract } from '../../contract/wallet.contract.ts'
import { memoryCallLane } from '../../doubles/call-lane.ts'
import { memoryGoogleRecords } from '../../doubles/google-records.ts'
import { startGoogleWallet } from '../../doubles/google-wallet.ts'
import { baseUrl, face, issuerId, serviceKey } from './face.ts'

/** Whatever the phone shows is what Google has: it holds the object that the save link named. */
async function open(first: CardFace) {
  const google = await startGoogleWallet({ issuerId, email: serviceKey.email, key: serviceKey.privateKey })
  let current = first
  let held: string | undefined
  const wallet = createGoogleWallet({
    key: serviceKey,
    client: createWalletClient({
      key: serviceKey,
      limit: createRateLimit({ perSecond: 1000, lane: memoryCallLane(Date.now) }),
      clock: Date.now,
      apiUrl: google.url,
      tokenUrl: google.tokenUrl,
      timeout: 2000,
    }),
    records: memoryGoogleRecords(Date.now),
    faceOf: async () => current,
    baseUrl,
    clock: Date.now,
  })
  return {
    wallet,
    change(next: CardFace) {
      current = next
    },
    async save() {
      held = google.openSaveLink(await wallet.saveLink(current)).objectId
    },
    shown() {
      const object = held === undefined ? undefined : google.objects.get(held)
      if (!object) return null
      const points = object.loyaltyPoints as { balance: { string: string } } | undefined
      const stamps = points ? Number.parseInt(points.balance.string, 10) : null
      return { stamps, voided: object.state !== 'ACTIVE' }
    },
    breakDown() {
      google.misbehave(() => ({ kind: 'status', status: 503 }))
      return () => google.misbehave(() => null)
    },
    close: () => google.close(),
  }
}

describe('Google Wallet as a wallet', () => walletContract(open, face, { hasProvider: true }))
