import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Card } from '../../support/api.ts'
import { answerIn, type DeviceBrowser } from '../../support/device-browser.ts'
import { describeSettings } from '../../support/settings.ts'
import { openStaffShop, type StaffShop, scan, stamp } from './staff-shop.ts'

await describeSettings(
  'a coupon at the scanner',
  (name) => {
    let staff: StaffShop
    beforeAll(async () => {
      staff = await openStaffShop(name)
    })
    afterAll(() => staff?.shop.close())

    async function withCoupon(device: DeviceBrowser, count = '2') {
      const card = await staff.card()
      await scan(device, card.serial)
      await stamp(device, { count })
      return { card, couponId: device.hidden('couponId') }
    }
    const redeem = (device: DeviceBrowser, card: Card, couponId: string) =>
      device.press('/staff/redeem', { cardId: card.id, couponId, clientId: randomUUID() })

    it('is redeemed once, by one of two phones; the other learns when and where', async () => {
      const { device } = await staff.atWork()
      const { device: other } = await staff.atWork('Second phone')
      const { card, couponId } = await withCoupon(device)
      expect(answerIn((await redeem(device, card, couponId)).text)?.words).toBe('Free cookie: used')
      const late = answerIn((await redeem(other, card, couponId)).text)
      expect(late?.tone).toBe('again')
      expect(late?.words).toMatch(/used already on .* at Harbour Street/)
    })

    it('comes back with a new code when it is undone', async () => {
      const { device } = await staff.atWork()
      const { card, couponId } = await withCoupon(device)
      await redeem(device, card, couponId)
      const undone = await device.press('/staff/undo', {
        actionId: device.hidden('actionId'),
        cardId: card.id,
      })
      expect(answerIn(undone.text)?.words).toContain('The customer has a new coupon instead.')
      expect(device.hidden('couponId')).not.toBe(couponId)
    })

    it('that the till takes is not redeemed here, whatever is sent', async () => {
      const { device } = await staff.atWork()
      const card = await staff.tillCard()
      await scan(device, card.serial)
      await stamp(device)
      const [coupon] = (await staff.shop.api.get<Card>(`/cards/${card.id}`)).coupons
      await redeem(device, card, coupon?.id ?? '')
      expect((await staff.shop.api.get<Card>(`/cards/${card.id}`)).coupons[0]?.state).toBe('active')
    })
  },
  ['postgres'],
)
