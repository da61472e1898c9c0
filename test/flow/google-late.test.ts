import pino from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createRateLimit } from '../../adapters/google-wallet/rate-limit.ts'
import { createGoogleWallet, type GoogleWallet } from '../../adapters/google-wallet/wallet.ts'
import { createWalletClient } from '../../adapters/google-wallet/wallet-client.ts'
import { pushGoogleWith } from '../../src/app/push-google.ts'
import { outboxWorkerWith } from '../../src/app/work-outbox.ts'
import type { CardFace } from '../../src/domain/card-face.ts'
import type { Outbox } from '../../src/ports/outbox.ts'
import { createGoogleRecords } from '../../src/store/google-records.ts'
import { owePushes } from '../../src/store/hot/outbox.ts'
import { createOutbox } from '../../src/store/outbox.ts'
import { inTransaction } from '../../src/store/transaction.ts'
import { baseUrl, face, issuerId, serviceKey } from '../adapters/google-wallet/face.ts'
import { memoryCallLane } from '../doubles/call-lane.ts'
import { type GoogleWalletDouble, startGoogleWallet } from '../doubles/google-wallet.ts'
import { type BareCard, changeCard, insertCard } from '../support/bare-cards.ts'
import { bareCards } from '../support/bare-pass-cards.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'

await describeSettings(
  'a call that Google carries out when nobody waits for it any more',
  (name) => {
    const clock = { now: Date.parse('2026-11-22T12:00:00Z') }
    const now = () => clock.now
    let setting: Setting
    let google: GoogleWalletDouble
    let wallet: GoogleWallet
    let outbox: Outbox
    let work: () => Promise<void>
    let card: BareCard
    /** What every card of the shop looks like just now. */
    let look: Partial<CardFace> = {}

    beforeAll(async () => {
      setting = await openSetting(name)
      google = await startGoogleWallet({ issuerId, email: serviceKey.email, key: serviceKey.privateKey })
      const { pool } = setting.database
      const records = createGoogleRecords({ pool, clock: now })
      const cards = bareCards(pool)
      const faceOf = async (merchantId: string, cardId: string) => {
        const known = await cards.face(merchantId, cardId)
        const { serial, revision, stamps } = known ?? face()
        return known && face({ merchantId, cardId, serial, revision, stamps, ...look })
      }
      const client = createWalletClient({
        key: serviceKey,
        limit: createRateLimit({ perSecond: 1000, lane: memoryCallLane(Date.now) }),
        clock: Date.now,
        apiUrl: google.url,
        tokenUrl: google.tokenUrl,
        timeout: 5000,
      })
      wallet = createGoogleWallet({ key: serviceKey, client, records, faceOf, baseUrl, clock: now })
      outbox = createOutbox(pool, now)
      const random = () => 0
      const log = pino({ level: 'silent' })
      work = outboxWorkerWith(
        { outbox, clock: now, log, random, onAttempt: () => undefined },
        { kind: 'push-google', batch: 10, concurrency: 4, longestWaitMs: 600_000 },
        pushGoogleWith({ cards: { face: faceOf }, wallet, records }),
      )
    })
    afterAll(async () => {
      await google.close()
      await setting.close()
    })
    beforeEach(async () => {
      look = {}
      const { pool } = setting.database
      await pool.query('TRUNCATE outbox')
      card = await insertCard(pool, clock.now)
      await wallet.saveLink(await faceNow())
      google.faults.length = 0
    })

    const faceNow = async () => {
      const { rows } = await setting.database.pool.query('SELECT revision, total FROM card WHERE id = $1', [
        card.cardId,
      ])
      const { revision, total: stamps } = rows[0]
      return face({ ...card, revision, stamps, ...look })
    }
    const owe = () =>
      inTransaction(setting.database.pool, (client) =>
        owePushes(client, [{ merchantId: card.merchantId, id: card.cardId }], clock.now),
      )
    async function stamp(): Promise<void> {
      await changeCard(setting.database.pool, card, clock.now)
      await owe()
    }
    const later = async (milliseconds: number) => {
      clock.now += milliseconds
      await work()
    }
    const balance = () => {
      const object = google.objects.get(`${issuerId}.${card.serial}`)
      const points = object?.loyaltyPoints as { balance: { string: string } } | undefined
      return points?.balance.string
    }
    const pending = async () =>
      (await setting.database.pool.query('SELECT FROM outbox WHERE version > sent_version')).rowCount

    test('leaves the newest stamps on the card in the end', async () => {
      await stamp()
      google.faults.push({ kind: 'late' })
      await work()
      await stamp()
      await later(5000)
      expect(balance()).toBe('2/10')
      expect(google.carryOutLate()).toBe(1)
      expect(balance()).toBe('1/10')
      await later(61_000)
      expect(balance()).toBe('2/10')
      expect(await pending()).toBe(0)
    })

    test('also when the repetition is late itself', async () => {
      await stamp()
      google.faults.push({ kind: 'late' })
      await work()
      await stamp()
      await later(5000)
      google.faults.push({ kind: 'late' })
      await later(61_000)
      await stamp()
      await later(5000)
      expect(google.carryOutLate()).toBe(2)
      expect(balance()).toBe('2/10')
      await later(30_000)
      expect(balance()).toBe('2/10')
      await later(120_000)
      expect(balance()).toBe('3/10')
      expect(await pending()).toBe(0)
    })

    test('also when the process died with the call under way', async () => {
      await stamp()
      const [lent] = await outbox.lease('push-google', 1)
      const older = await faceNow()
      google.faults.push({ kind: 'late' })
      // It gets as far as the call, and then to nothing more: neither record nor outbox hear of the failure.
      const id = `${issuerId}.${card.serial}`
      await fetchLate(id, older.stamps)
      expect(lent?.key).toBe(card.cardId)
      await stamp()
      await later(16_000)
      expect(balance()).toBe('2/10')
      google.carryOutLate()
      expect(balance()).toBe('1/10')
      await later(61_000)
      expect(balance()).toBe('2/10')
      expect(await pending()).toBe(0)
    })

    test('leaves the newest look in the end', async () => {
      look = { shopName: 'Older name' }
      await stamp()
      // Google has the class already, says so, and is then asked to change it.
      google.faults.push(null, { kind: 'late' })
      await work()
      look = { shopName: 'Newer name' }
      await later(5000)
      const names = () => [...google.classes.values()].map((each) => each.issuerName)
      expect(names()).toEqual(['Newer name'])
      google.carryOutLate()
      expect(names()).toEqual(['Older name'])
      await later(61_000)
      expect(names()).toEqual(['Newer name'])
      expect(await pending()).toBe(0)
    })

    test('costs no repetition where Google clearly refused', async () => {
      google.faults.push({ kind: 'status', status: 429, retryAfter: '1' })
      await stamp()
      await work()
      await later(5000)
      expect(balance()).toBe('1/10')
      expect(await pending()).toBe(0)
    })

    async function fetchLate(id: string, stamps: number): Promise<void> {
      const { Authorization } = await tokenHeader()
      const body = JSON.stringify({ loyaltyPoints: { balance: { string: `${stamps}/10` } } })
      const url = `${google.url}/walletobjects/v1/loyaltyObject/${encodeURIComponent(id)}`
      await expect(fetch(url, { method: 'PATCH', headers: { Authorization }, body })).rejects.toThrow()
    }
    async function tokenHeader(): Promise<{ Authorization: string }> {
      const { JWT } = await import('google-auth-library')
      const jwt = new JWT({
        email: serviceKey.email,
        key: serviceKey.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        scopes: ['https://www.googleapis.com/auth/wallet_object.issuer'],
        transporterOptions: {
          fetchImplementation: (_: unknown, init?: RequestInit) => fetch(google.tokenUrl, init),
        },
      })
      return { Authorization: `Bearer ${(await jwt.getAccessToken()).token}` }
    }
  },
  ['postgres'],
)
