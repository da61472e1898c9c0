import { afterEach, beforeEach, expect } from 'vitest'
import type { GoogleKey } from '../../../adapters/google-wallet/key.ts'
import { createRateLimit } from '../../../adapters/google-wallet/rate-limit.ts'
import { createGoogleWallet } from '../../../adapters/google-wallet/wallet.ts'
import { createWalletClient, type GoogleWalletClient } from '../../../adapters/google-wallet/wallet-client.ts'
import type { CardFace } from '../../../src/domain/card-face.ts'
import { memoryCallLane } from '../../doubles/call-lane.ts'
import { type MemoryGoogleRecords, memoryGoogleRecords } from '../../doubles/google-records.ts'
import { type GoogleWalletDouble, startGoogleWallet } from '../../doubles/google-wallet.ts'
import { baseUrl, face, issuerId, serviceKey } from './face.ts'

export const clientOf = (double: GoogleWalletDouble) =>
  createWalletClient({
    key: serviceKey,
    limit: createRateLimit({ perSecond: 1000, lane: memoryCallLane(Date.now) }),
    clock: Date.now,
    apiUrl: double.url,
    tokenUrl: double.tokenUrl,
    timeout: 2000,
  })

/** A card, its records and Google's double, new for each test of the file that calls this. */
export function usePlay() {
  const clock = { now: 1_780_000_000_000 }
  const play = {
    google: undefined as unknown as GoogleWalletDouble,
    records: undefined as unknown as MemoryGoogleRecords,
    /** The card as the database has it. */
    current: face({ revision: 1, stamps: 0 }),
    clock,
    /** One process; several of them share the records. */
    wallet: (client: GoogleWalletClient | null = clientOf(play.google), key: GoogleKey = serviceKey) =>
      createGoogleWallet({
        ...{ key, client, records: play.records, baseUrl },
        faceOf: async () => play.current,
        clock: () => clock.now,
      }),
    stamp(stamps: number): CardFace {
      play.current = face({ revision: stamps + 1, stamps })
      return play.current
    },
    objects: () => [...play.google.objects.values()],
    shows(text: string): void {
      const object = play.google.objects.get(`${issuerId}.${face().serial}`)
      expect(object?.loyaltyPoints).toMatchObject({ balance: { string: text } })
    },
    count: (call: string) =>
      play.google.calls.filter(({ method, path }) => `${method} ${path.split('/')[3]}` === call).length,
  }
  beforeEach(async () => {
    play.google = await startGoogleWallet({ issuerId, email: serviceKey.email, key: serviceKey.privateKey })
    play.records = memoryGoogleRecords(() => clock.now)
    play.current = face({ revision: 1, stamps: 0 })
  })
  afterEach(() => play.google.close())
  return play
}
