import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keyText } from '../../src/ports/keys.ts'
import { createAppleDevices } from '../../src/store/apple-devices.ts'
import { type BareCard, changeCard, insertCard } from '../support/bare-cards.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'

const now = Date.parse('2026-11-22T12:00:00Z')

await describeSettings(
  'apple devices',
  (name) => {
    let setting: Setting
    let devices: ReturnType<typeof createAppleDevices>
    const clock = { now }
    beforeAll(async () => {
      setting = await openSetting(name)
      devices = createAppleDevices({ pool: setting.database.pool, clock: () => clock.now })
    })
    afterAll(() => setting.close())

    const newCard = () => insertCard(setting.database.pool, now)
    const change = (card: BareCard) => changeCard(setting.database.pool, card, now)
    const entry = ({ merchantId, cardId }: BareCard, deviceId: string) => ({ merchantId, cardId, deviceId })
    const register = (card: BareCard, deviceId: string, pushToken = `push-${deviceId}`) =>
      devices.register({ ...entry(card, deviceId), pushToken })
    const held = async ({ merchantId, cardId }: BareCard) => {
      const card = { merchantId, id: cardId }
      return (await devices.ofCards([card])).get(keyText(card)) ?? []
    }

    test('a second registration is known and brings the new push token', async () => {
      const card = await newCard()
      expect(await register(card, 'phone-a')).toEqual({ created: true, moved: false })
      expect(await register(card, 'phone-a', 'renewed')).toEqual({ created: false, moved: true })
      expect(await register(card, 'phone-a', 'renewed')).toEqual({ created: false, moved: false })
      expect(await held(card)).toEqual([{ deviceId: 'phone-a', pushToken: 'renewed' }])
    })

    test('a fresh phone is shown its cards, then only what has changed since', async () => {
      const [one, two] = [await newCard(), await newCard()]
      await register(one, 'phone-b')
      await register(two, 'phone-b')
      const first = (await devices.changed('phone-b', null))!
      expect(first.serials.toSorted()).toEqual([one.serial, two.serial].toSorted())
      expect(await devices.changed('phone-b', first.tag)).toBeNull()
      await change(two)
      const second = (await devices.changed('phone-b', first.tag))!
      expect(second.serials).toEqual([two.serial])
      expect(second.tag).toBeGreaterThan(first.tag)
      // Asked again with the old tag, as after a lost answer: the change is still there.
      expect(await devices.changed('phone-b', first.tag)).toEqual(second)
    })

    test('a phone that registers and takes it back over and over at once is answered each time', async () => {
      const card = await newCard()
      const storm = Array.from({ length: 150 }, (_, turn) =>
        turn % 2 === 0 ? register(card, 'phone-storm') : devices.unregister(entry(card, 'phone-storm')),
      )
      expect((await Promise.allSettled(storm)).filter(({ status }) => status === 'rejected')).toEqual([])
      await devices.unregister(entry(card, 'phone-storm'))
      expect(await held(card)).toEqual([])
      await register(card, 'phone-storm')
      expect((await devices.changed('phone-storm', null))?.serials).toEqual([card.serial])
    })

    test('two phones with one card hear of its change each for itself', async () => {
      const card = await newCard()
      await register(card, 'phone-c')
      await register(card, 'phone-d')
      const tags = await Promise.all(['phone-c', 'phone-d'].map((phone) => devices.changed(phone, null)))
      await change(card)
      expect(await devices.changed('phone-c', tags[0]!.tag)).toMatchObject({ serials: [card.serial] })
      expect(await devices.changed('phone-d', tags[1]!.tag)).toMatchObject({ serials: [card.serial] })
    })

    test('unknown phones have no passes; a tag from nowhere lists everything', async () => {
      const card = await newCard()
      expect(await devices.changed('stranger', null)).toBeNull()
      await register(card, 'phone-e')
      expect(await devices.changed('phone-e', 2_000_000_000_000)).toMatchObject({ serials: [card.serial] })
    })

    test('nothing is left of a phone that deleted its last pass, and its old tag does no harm when it is back', async () => {
      const card = await newCard()
      await register(card, 'phone-f')
      const { tag } = (await devices.changed('phone-f', null))!
      await devices.unregister(entry(card, 'phone-f'))
      await devices.unregister(entry(card, 'phone-f'))
      expect(await held(card)).toEqual([])
      const { rows } = await setting.database.pool.query("SELECT FROM apple_device WHERE id = 'phone-f'")
      expect(rows).toEqual([])
      clock.now += 60_000
      await register(card, 'phone-f')
      expect(await devices.changed('phone-f', tag)).toMatchObject({ serials: [card.serial] })
      await devices.forget(card.merchantId, card.cardId, 'phone-f', {
        pushToken: 'push-phone-f',
        since: null,
      })
      expect(await devices.changed('phone-f', null)).toBeNull()
    })

    test('a token that APNs calls dead goes, unless the phone has said it again since, or another one', async () => {
      const card = await newCard()
      const forget = (pushToken: string, since: number | null) =>
        devices.forget(card.merchantId, card.cardId, 'phone-i', { pushToken, since })
      clock.now += 1000
      await register(card, 'phone-i', 'old')
      await register(card, 'phone-i', 'new')
      await forget('old', null)
      expect(await held(card)).toHaveLength(1)
      const said = clock.now
      await forget('new', said - 1)
      expect(await held(card)).toHaveLength(1)
      await forget('new', said)
      expect(await held(card)).toEqual([])
    })

    test('one card goes to so many phones and no more: the oldest are dropped', async () => {
      const card = await newCard()
      for (let index = 0; index < 53; index += 1) {
        clock.now += 1000
        await register(card, `crowd-${index}`)
      }
      const left = await held(card)
      expect(left).toHaveLength(50)
      expect(left[0]?.deviceId).toBe('crowd-3')
    })

    // Embedded, there is one session, in which nothing overtakes anything.
    if (name !== 'embedded')
      test('an answer waits for the one before, so that no tag is given twice', async () => {
        const card = await newCard()
        await register(card, 'phone-h')
        const { tag } = (await devices.changed('phone-h', null))!
        await change(card)
        const before = await setting.database.pool.connect()
        await before.query('BEGIN')
        await before.query("UPDATE apple_device SET tag = tag + 10 WHERE id = 'phone-h'")
        const answer = devices.changed('phone-h', tag)
        await pause(100)
        await before.query('COMMIT')
        before.release()
        expect(await answer).toEqual({ serials: [card.serial], tag: tag + 11 })
      })

    test('no change slips between answers that overtake one another', async () => {
      const cards = [await newCard(), await newCard(), await newCard()]
      for (const card of cards) await register(card, 'phone-g')
      const held = new Map<string, number>()
      let tag = (await devices.changed('phone-g', null))!.tag
      const read = async (serial: string) => {
        const { rows } = await setting.database.pool.query('SELECT revision FROM card WHERE serial = $1', [
          serial,
        ])
        held.set(serial, rows[0].revision)
      }
      for (const { serial } of cards) await read(serial)
      for (let round = 0; round < 25; round += 1) {
        const [first, second] = await Promise.all([
          devices.changed('phone-g', tag),
          devices.changed('phone-g', tag),
          ...cards.filter((_, index) => (round + index) % 3 > 0).map(change),
        ])
        // The phone keeps one answer alone, with its tag.
        const taken = [first, second].filter((each) => each != null).at(round % 2 === 0 ? 0 : -1)
        if (!taken) continue
        for (const serial of taken.serials) await read(serial)
        tag = taken.tag
      }
      for (const serial of (await devices.changed('phone-g', tag))?.serials ?? []) await read(serial)
      const { rows } = await setting.database.pool.query(
        'SELECT serial, revision FROM card WHERE serial = ANY($1)',
        [cards.map((card) => card.serial)],
      )
      for (const { serial, revision } of rows) expect(held.get(serial)).toBe(revision)
    })
  },
  ['embedded', 'postgres'],
)
