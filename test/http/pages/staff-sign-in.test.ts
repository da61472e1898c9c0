import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDevice } from '../../support/device-browser.ts'
import { describeSettings } from '../../support/settings.ts'
import { openStaffShop, type StaffShop } from './staff-shop.ts'

await describeSettings(
  'signing in at a scanner',
  (name) => {
    let staff: StaffShop
    beforeAll(async () => {
      staff = await openStaffShop(name)
    })
    afterAll(() => staff?.shop.close())

    it('is for devices of the shop alone', async () => {
      const stranger = openDevice(staff.shop.app.baseUrl)
      const page = await stranger.open('/staff')
      expect(page.status).toBe(401)
      expect(page.text).toContain('does not belong to a shop yet')
      const card = await staff.card()
      const pressed = await stranger.press('/staff/stamp', { cardId: card.id, clientId: randomUUID() })
      expect(pressed.status).toBe(401)
      expect(await staff.total(card)).toBe(0)
    })

    it('takes the right PIN, says a wrong one is wrong, and stops guessing', async () => {
      const { device } = await staff.bind('phone', 'Guessed at')
      await device.open('/staff')
      const ben = await staff.shop.person('Ben', '2580')
      await device.open('/staff')
      for (let tries = 0; tries < 5; tries += 1)
        expect((await device.press('/staff/pin', { personId: ben, pin: '9999' })).text).toContain(
          'That PIN is not right.',
        )
      const locked = await device.press('/staff/pin', { personId: ben, pin: '2580' })
      expect(locked.status).toBe(422)
      expect(locked.text).toMatch(/Too many wrong PINs\. Try again at \d/)
    })

    it('works by a personal link on one’s own phone, and ends with the device', async () => {
      const own = openDevice(staff.shop.app.baseUrl)
      expect((await own.press(await staff.shop.invitationPath(staff.annaId))).headers.get('location')).toBe(
        '/staff',
      )
      expect((await own.open('/staff')).text).toContain('Anna is at work')
      const { device, deviceId } = await staff.atWork('Lost phone')
      await staff.shop.revokeDevice(deviceId)
      expect((await device.open('/staff')).status).toBe(401)
    })

    it('lets the scanner compile its decoder, and no other page', async () => {
      const { device } = await staff.atWork()
      const policy = async (path: string) => (await device.open(path)).headers.get('content-security-policy')
      expect(await policy('/staff')).toContain("script-src 'self' 'wasm-unsafe-eval'")
      const { device: counter } = await staff.bind('counter', 'Plain counter')
      expect((await counter.open('/counter')).headers.get('content-security-policy')).not.toContain('wasm')
      const wasm = /\/assets\/zxing\.[\w-]+\.wasm/.exec((await device.open('/staff')).text)?.[0] ?? ''
      const served = await fetch(staff.shop.app.baseUrl + wasm, { headers: { 'accept-encoding': 'br' } })
      expect(served.headers.get('content-type')).toBe('application/wasm')
      expect(served.headers.get('content-encoding')).toBe('br')
      expect(WebAssembly.validate(await served.arrayBuffer())).toBe(true)
    })
  },
  ['postgres'],
)
