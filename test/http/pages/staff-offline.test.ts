import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type QueuedScan, signedText } from '../../../src/domain/queued-scan.ts'
import { describeSettings } from '../../support/settings.ts'
import { openStaffShop, type StaffShop, staffScan } from './staff-shop.ts'

await describeSettings(
  'scans from without a connection',
  (name) => {
    let staff: StaffShop
    beforeAll(async () => {
      staff = await openStaffShop(name)
    })
    afterAll(() => staff?.shop.close())

    const key = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const spki = (publicKey: KeyObject) =>
      publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
    function entry(deviceId: string, privateKey: KeyObject, part: Partial<QueuedScan>) {
      const scanned = { sequence: 1, clientId: randomUUID(), text: '', at: Date.now(), ...part }
      const whole = { personId: staff.annaId, count: 0, amount: '', ...scanned }
      const text = Buffer.from(signedText(deviceId, whole))
      const signature = sign('sha256', text, { key: privateKey, dsaEncoding: 'ieee-p1363' })
      return { ...whole, signature: signature.toString('base64') }
    }
    async function offline() {
      const { device, deviceId } = await staff.atWork()
      const { publicKey, privateKey } = key()
      expect((await device.send('/staff/key', { key: spki(publicKey) })).status).toBe(200)
      const card = await staff.card()
      const made = (part: Partial<QueuedScan>) => entry(deviceId, privateKey, { text: card.serial, ...part })
      const send = async (...entries: object[]) => {
        const { body } = await device.send('/staff/queue', { entries })
        return (body as { answers: { tone: string; details: string[] }[] }).answers
      }
      return { device, card, made, send }
    }

    it('count once, also when the answer was lost and they come again', async () => {
      const { card, made, send } = await offline()
      const waiting = [made({ sequence: 1, at: Date.now() - 3_600_000 }), made({ sequence: 2 })]
      expect((await send(...waiting)).map((each) => each.tone)).toEqual(['good', 'good'])
      expect((await send(...waiting)).map((each) => each.tone)).toEqual(['good', 'good'])
      expect(await staff.total(card)).toBe(2)
    })

    it('are refused when somebody else signed them, changed them, or made up an older one', async () => {
      const { card, made, send } = await offline()
      const [foreign, changed] = [made({ sequence: 3 }), made({ sequence: 4 })]
      const answers = await send(
        { ...foreign, signature: Buffer.alloc(64).toString('base64') },
        { ...changed, count: 3 },
      )
      expect(answers.map((each) => each.details[0])).toEqual([
        'Its signature is not that of this device.',
        'Its signature is not that of this device.',
      ])
      await send(made({ sequence: 9 }))
      const [older] = await send(made({ sequence: 8 }))
      expect(older?.details[0]).toBe('It is older than what was counted already.')
      expect(await staff.total(card)).toBe(1)
    })

    const day = 86_400_000
    /** Links may be opened so often in a minute: these tests share a device. */
    let shared: ReturnType<typeof offline> | undefined
    const sameDevice = () => {
      shared ??= offline()
      return shared
    }
    it('are refused when they are days old', async () => {
      const { card, made, send } = await sameDevice()
      const [old] = await send(made({ sequence: 1, at: Date.now() - 4 * day }))
      expect(old?.details[0]).toBe('It is older than three days.')
      expect(await staff.total(card)).toBe(0)
    })

    it('count for the time they were made, whatever the clock of the device says', async () => {
      const { device, card, made, send } = await sameDevice()
      const behind = Date.now() - 40 * day
      const text = await staff.shop.liveCode(card, Date.now() - 3_600_000)
      const entries = [made({ sequence: 2, text, at: behind - 3_600_000 })]
      const { body } = await device.send('/staff/queue', { sentAt: behind, entries })
      expect(body).toMatchObject({ answers: [{ tone: 'good' }] })
      // The clock was a day ahead, and was put right before they were sent.
      expect((await send(made({ sequence: 3, at: Date.now() + day })))[0]?.tone).toBe('good')
      expect(await staff.total(card)).toBe(2)
    })

    it('bring the stamps of what was paid, as it was typed', async () => {
      const { made, send } = await sameDevice()
      const per = { amount: 500, currency: 'EUR' }
      const spending = await staff.shop.program({
        goal: 10,
        earn: { kind: 'amount', per },
        milestones: [{ at: 10, reward: staffScan }],
      })
      const card = await staff.card(spending.id)
      const [paid, nonsense] = await send(
        made({ sequence: 4, text: card.serial, amount: '17,50' }),
        made({ sequence: 5, text: card.serial, amount: 'a lot' }),
      )
      expect([paid?.tone, nonsense?.details[0]]).toEqual(['good', 'This is not an amount.'])
      expect(await staff.total(card)).toBe(3)
    })

    it('are refused when they name nobody of the team', async () => {
      const { card, made, send } = await offline()
      const answers = await send(
        made({ sequence: 1, personId: '' }),
        made({ sequence: 2, personId: randomUUID() }),
      )
      expect(answers.map((each) => each.details[0])).toEqual([
        'Nobody of the team is named in it.',
        'Nobody of the team is named in it.',
      ])
      expect(await staff.total(card)).toBe(0)
    })

    it('need the key that the device was bound with', async () => {
      const { device } = await offline()
      expect((await device.send('/staff/key', { key: spki(key().publicKey) })).status).toBe(409)
      const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
      expect((await device.send('/staff/key', { key: spki(rsa).slice(0, 400) })).status).not.toBe(200)
    })
  },
  ['postgres'],
)
