import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Card } from '../../support/api.ts'
import { answerIn, type DeviceBrowser } from '../../support/device-browser.ts'
import { describeSettings } from '../../support/settings.ts'
import { openStaffShop, type StaffShop } from './staff-shop.ts'

await describeSettings(
  'the counter',
  (name) => {
    let staff: StaffShop
    beforeAll(async () => {
      staff = await openStaffShop(name)
    })
    afterAll(() => staff?.shop.close())

    const type = (device: DeviceBrowser, text: string, clientId = randomUUID()) =>
      device.press('/counter', { text, clientId })

    it('stamps what is scanned with nothing to press, and says what was counted already', async () => {
      const { device } = await staff.bind('counter', 'Counter one')
      expect((await device.open('/counter')).status).toBe(200)
      const card = await staff.card()
      expect(answerIn((await type(device, card.serial)).text)?.tone).toBe('good')
      expect(answerIn((await type(device, card.serial)).text)?.words).toContain('Already counted')
      expect(await staff.total(card)).toBe(1)
      expect(answerIn((await type(device, 'NOSUCHCODE')).text)?.words).toContain('Nobody’s card or coupon')
    })

    it('says of a coupon’s code who takes it, and when it was used', async () => {
      const { device } = await staff.bind('counter', 'Counter two')
      await device.open('/counter')
      const card = await staff.tillCard()
      await type(device, card.serial)
      const [coupon] = (await staff.shop.api.get<Card>(`/cards/${card.id}`)).coupons
      const code = coupon?.code ?? ''
      expect(answerIn((await type(device, code.toLowerCase())).text)?.words).toBe(
        `Enter this code at the till ${code} Free coffee The till reports by itself when it was used.`,
      )
      await staff.shop.api.post(`/coupons/${coupon?.id}/redeem`, {})
      expect(answerIn((await type(device, code)).text)?.words).toMatch(/used already on/)
    })

    it('is nothing for a phone', async () => {
      const { device } = await staff.atWork()
      expect((await device.open('/counter')).status).toBe(409)
    })
  },
  ['postgres'],
)
