import { afterEach, expect, it } from 'vitest'
import { createRateLimit } from '../../../adapters/google-wallet/rate-limit.ts'
import { createGoogleWallet } from '../../../adapters/google-wallet/wallet.ts'
import { createWalletClient } from '../../../adapters/google-wallet/wallet-client.ts'
import type { CardFace } from '../../../src/domain/card-face.ts'
import { againOf } from '../../../src/domain/late-calls.ts'
import { memoryCallLane } from '../../doubles/call-lane.ts'
import { memoryGoogleRecords } from '../../doubles/google-records.ts'
import { type Fault, type GoogleWalletDouble, startGoogleWallet } from '../../doubles/google-wallet.ts'
import { createDice, type Dice } from '../../support/random.ts'
import { baseUrl, coupon, face, issuerId, serviceKey } from './face.ts'

const cards = 1000
const processes = 3

let google: GoogleWalletDouble
afterEach(() => google.close())

/** What a call may meet: one in five goes wrong. */
function faultsFrom(dice: Dice): () => Fault | null {
  const kinds: Fault[] = [
    { kind: 'lost' },
    { kind: 'late' },
    { kind: 'reset' },
    { kind: 'slow', milliseconds: 30 },
    { kind: 'status', status: 500 },
    { kind: 'status', status: 503 },
    { kind: 'status', status: 429, retryAfter: '0' },
  ]
  return () => (dice.roll(5) === 0 ? dice.pick(kinds) : null)
}

it('ends on the newest version of 1,000 cards, whatever Google does and whichever process sends', async () => {
  const dice = createDice(20_261_122)
  google = await startGoogleWallet({ issuerId, email: serviceKey.email, key: serviceKey.privateKey })
  google.misbehave(faultsFrom(dice))
  const records = memoryGoogleRecords(Date.now)
  const newest = new Map<string, CardFace>()
  const wallets = Array.from({ length: processes }, () =>
    createGoogleWallet({
      key: serviceKey,
      client: createWalletClient({
        key: serviceKey,
        limit: createRateLimit({ perSecond: 100_000, lane: memoryCallLane(Date.now) }),
        clock: Date.now,
        apiUrl: google.url,
        tokenUrl: google.tokenUrl,
        // A busy machine is no fault of Google's.
        timeout: 60_000,
      }),
      records,
      faceOf: async (_, cardId) => newest.get(cardId) ?? null,
      baseUrl,
      clock: Date.now,
    }),
  )
  const anyWallet = () => dice.pick(wallets)
  /** As the outbox does it: again and again, with the card as it is by then. */
  const insist = async (attempt: () => Promise<unknown>) => {
    for (;;) {
      try {
        return await attempt()
      } catch (error) {
        expect(error).toMatchObject({ retryable: true })
      }
    }
  }
  const change = (cardId: string, revision: number): CardFace => {
    const stamps = dice.roll(11)
    const coupons = cardId.endsWith('7') && revision > 1 ? [coupon({ id: `coupon-of-${cardId}` })] : []
    const made = face({ cardId, serial: `serial-${cardId}`, revision, stamps, coupons })
    newest.set(cardId, made)
    return made
  }
  const life = async (cardId: string) => {
    change(cardId, 1)
    await insist(() => anyWallet().saveLink(newest.get(cardId)!))
    const pushes: Promise<unknown>[] = []
    // Of every third card two changes are on their way at once.
    for (let n = 2; n < 2 + (Number(cardId.slice(1)) % 3 === 0 ? 2 : 1); n++) {
      change(cardId, n)
      pushes.push(insist(() => anyWallet().publish(newest.get(cardId)!)))
    }
    await Promise.all(pushes)
  }
  const ids = Array.from({ length: cards }, (_, i) => `c${i}`).values()
  const lane = async () => {
    for (const cardId of ids) await life(cardId)
  }
  await Promise.all(Array.from({ length: 40 }, lane))
  expect(google.carryOutLate()).toBeGreaterThan(50)
  // A minute later, as the store owes it; calls of that minute may be late as well.
  for (let minute = 0; records.owedAgain.size > 0; minute++) {
    expect(minute).toBeLessThan(20)
    const owed = [...records.owedAgain]
    records.owedAgain.clear()
    const sendings = owed.map(async (key) => {
      const { cardId, again } = againOf(key)
      try {
        await anyWallet().publishAgain(newest.get(cardId)!, again!)
      } catch (error) {
        expect(error).toMatchObject({ retryable: true })
        records.owedAgain.add(key)
      }
    })
    await Promise.all(sendings)
    google.carryOutLate()
  }

  expect(google.objects.size).toBe(cards)
  for (const made of newest.values()) {
    const object = google.objects.get(`${issuerId}.${made.serial}`)
    const linked = made.coupons.map((each) => `${issuerId}.coupon-${each.id}`)
    expect(object).toMatchObject({
      loyaltyPoints: { balance: { string: `${made.stamps}/10` } },
      ...(linked.length > 0 && { linkedObjectIds: linked }),
    })
    for (const id of linked) expect(google.offers.get(id)).toMatchObject({ state: 'ACTIVE' })
  }
}, 180_000)
