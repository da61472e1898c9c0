import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { answerIn } from '../../support/device-browser.ts'
import { describeSettings } from '../../support/settings.ts'
import { openStaffShop, type StaffShop, scan, staffScan, stamp } from './staff-shop.ts'

await describeSettings(
  'a scanned card',
  (name) => {
    let staff: StaffShop
    beforeAll(async () => {
      staff = await openStaffShop(name)
    })
    afterAll(() => staff?.shop.close())

    it('is shown, stamped once however often the button is pressed, and told as counted the next time', async () => {
      const { device } = await staff.atWork()
      const card = await staff.card()
      expect((await scan(device, card.serial)).text).toContain('0<span>/10</span>')
      const pressed = { clientId: device.hidden('clientId'), cardId: device.hidden('cardId'), count: '2' }
      expect(answerIn((await stamp(device, pressed)).text)).toEqual({
        tone: 'good',
        words: '2 stamps given Reached: Free cookie Now 2 of 10',
      })
      await stamp(device, pressed)
      expect(await staff.total(card)).toBe(2)
      await scan(device, card.serial)
      const again = answerIn((await stamp(device)).text)
      expect(again?.tone).toBe('again')
      expect(again?.words).toMatch(/^Already counted .* \(\d\d:\d\d, Harbour Street\)\. Now 2 of 10$/)
      expect(await staff.total(card)).toBe(2)
    })

    it('gets no more than one purchase may earn', async () => {
      const { device } = await staff.atWork()
      const card = await staff.card()
      await scan(device, card.serial)
      await stamp(device, { count: '50' })
      expect(await staff.total(card)).toBe(3)
    })

    it('says until when its program cools down', async () => {
      const cool = await staff.shop.program({
        goal: 5,
        joinMinutes: 0,
        earn: { kind: 'visit', limits: { cooldownMinutes: 60 } },
        milestones: [{ at: 5, reward: staffScan }],
      })
      const { device } = await staff.atWork()
      const card = await staff.card(cool.id)
      await scan(device, card.serial)
      await stamp(device)
      const { device: counter } = await staff.bind('counter', 'Cool counter')
      await counter.open('/counter')
      const shown = { text: card.serial, clientId: randomUUID() }
      const refused = answerIn((await counter.press('/counter', shown)).text)
      expect(refused?.tone).toBe('no')
      expect(refused?.words).toMatch(/No stamp .*The next purchase counts from .*\d\d:\d\d\./)
      expect(await staff.total(card)).toBe(1)
    })

    it('earns by what was paid, as people write it', async () => {
      const spending = await staff.shop.program({
        goal: 5,
        earn: { kind: 'amount', per: { amount: 500, currency: 'EUR' } },
        milestones: [{ at: 5, reward: staffScan }],
      })
      const { device } = await staff.atWork()
      const card = await staff.card(spending.id)
      await scan(device, card.serial)
      expect(answerIn((await stamp(device, { amount: 'ten' })).text)?.words).toContain('not an amount')
      expect(answerIn((await stamp(device, { amount: '10,20' })).text)?.words).toContain('2 stamps given')
      expect(await staff.total(card)).toBe(2)
    })

    it('can be undone by the one who did it', async () => {
      const { device } = await staff.atWork()
      const card = await staff.card()
      await scan(device, card.serial)
      await stamp(device)
      const actionId = device.hidden('actionId')
      const { device: counter } = await staff.bind('counter', 'Not its own')
      await counter.open('/counter')
      expect((await counter.press('/staff/undo', { actionId })).status).toBe(401)
      expect(answerIn((await device.press('/staff/undo', { actionId })).text)).toEqual({
        tone: 'good',
        words: 'Taken back Stamps: −1',
      })
      expect(await staff.total(card)).toBe(0)
    })

    it('of another shop is nobody’s', async () => {
      const { device } = await staff.atWork()
      const joined = await fetch(`${staff.shop.app.baseUrl}/join/harbour-street-coffee`, { method: 'POST' })
      for (const text of ['p1XvCkT0S3mJ2rJ4pVqA7w', joined.url, 'https://elsewhere.example/x'])
        expect(answerIn((await scan(device, text)).text)?.words).toContain('Nobody’s card or coupon')
    })

    it('is known by the changing code of its web card, but not by a picture of it', async () => {
      const { device } = await staff.atWork()
      const card = await staff.card()
      const old = await scan(device, await staff.shop.liveCode(card, Date.now() - 300_000))
      expect(answerIn(old.text)?.words).toContain('This code is old: a picture')
      expect((await scan(device, await staff.shop.liveCode(card, Date.now()))).text).toContain('Coffee card')
    })

    it('that was merged stamps the one that goes on; a paused one stamps nothing', async () => {
      const { device } = await staff.atWork()
      const { device: counter } = await staff.bind('counter', 'Merge counter')
      await counter.open('/counter')
      const [kept, gone] = [await staff.card(), await staff.card()]
      await staff.shop.api.post(`/cards/${kept.id}/merge`, { fromCardId: gone.id })
      expect(answerIn((await scan(device, gone.serial)).text)?.words).toContain('the card that goes on')
      const stamped = await counter.press('/counter', { text: gone.serial, clientId: randomUUID() })
      expect(answerIn(stamped.text)?.words).toMatch(/^1 stamp given .*the card that goes on/)
      expect(await staff.total(kept)).toBe(1)
      await staff.shop.api.post(`/cards/${kept.id}/pause`)
      for (const answer of [
        await scan(device, kept.serial),
        await counter.press('/counter', { text: kept.serial, clientId: randomUUID() }),
      ])
        expect(answerIn(answer.text)?.words).toBe('Not possible This card is paused.')
      expect(await staff.total(kept)).toBe(1)
    })

    it('is not stamped by a form from elsewhere', async () => {
      const { device } = await staff.atWork()
      const card = await staff.card()
      await scan(device, card.serial)
      expect((await stamp(device, { csrf: 'guessed' })).status).toBe(403)
      expect(await staff.total(card)).toBe(0)
    })
  },
  ['postgres'],
)
