import { afterAll, beforeAll, expect, it } from 'vitest'
import { addDeviceWith, createPairingLinkWith } from '../../src/app/pair-device.ts'
import { addPersonWith } from '../../src/app/team.ts'
import { createDevices } from '../../src/store/devices.ts'
import { createSessions } from '../../src/store/sessions.ts'
import { createTeam } from '../../src/store/team.ts'
import { type Api, type Card, createApi } from '../support/api.ts'
import { adminKey } from '../support/app.ts'
import { type DeviceBrowser, openDevice } from '../support/device-browser.ts'
import { eventually } from '../support/eventually.ts'
import { type Instance, openInstance } from '../support/instance.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'

await describeSettings(
  'a shop without any connected till',
  (name) => {
    let setting: Setting
    let instance: Instance
    let api: Api
    let merchantId: string
    let slug: string
    let rewardId: string
    let staff: DeviceBrowser

    beforeAll(async () => {
      setting = await openSetting(name)
      instance = await openInstance(setting, {}, { worker: true })
      const operator = createApi(instance.url, adminKey)
      const made = await operator.post<{ id: string; apiKey: string }>('/merchants', { name: 'North Roast' })
      merchantId = made.id
      api = createApi(instance.url, made.apiKey)
      const reward = { title: 'Free coffee', kind: 'redeem_code', codeSource: 'pool', display: 'code128' }
      const program = await api.post<{ slug: string; milestones: { reward: { id: string } }[] }>(
        '/programs',
        {
          ...{ name: 'Coffee', goal: 3, earn: { kind: 'visit', limits: { perOrder: 3 } } },
          milestones: [{ at: 3, reward }],
        },
      )
      slug = program.slug
      rewardId = program.milestones[0]!.reward.id
      staff = await atWork()
    }, 180_000)
    afterAll(async () => {
      await instance?.close()
      await setting?.close()
    })

    /** A phone of the team, as the console makes it, bound to no till, and somebody at it. */
    async function atWork(): Promise<DeviceBrowser> {
      const { database } = instance.core.platform
      const deps = {
        devices: createDevices(database.pool),
        team: createTeam(database.pool),
        sessions: createSessions(database),
        now: Date.now,
      }
      const phone = { merchantId, kind: 'phone', name: 'Bar', tillId: null, locationId: null } as const
      const added = await addDeviceWith(deps)(phone)
      if (!added.ok) throw new Error(added.reason)
      const owner = { merchantId, role: 'owner', staffId: null }
      const person = await addPersonWith(deps)(owner, { name: 'Anna', role: 'staff', pin: '4711' })
      if (!person.ok) throw new Error(person.reason)
      const device = openDevice(instance.url)
      await device.press((await createPairingLinkWith(deps)(merchantId, added.id)) ?? '')
      await device.open('/staff')
      expect((await device.press('/staff/pin', { personId: person.id, pin: '4711' })).status).toBe(303)
      return device
    }

    /** Somebody scans the poster and presses the one button. */
    async function join(): Promise<{ path: string; card(): Promise<Card>; page(): Promise<string> }> {
      const joined = await fetch(`${instance.url}/join/${slug}`, { method: 'POST', redirect: 'manual' })
      expect(joined.status).toBe(303)
      const path = new URL(joined.headers.get('location') ?? '', instance.url).pathname
      const { items } = await api.get<{ items: Card[] }>('/cards')
      const id = items.find((card) => path.endsWith(card.token))?.id
      return {
        path,
        card: () => api.get<Card>(`/cards/${id}`),
        page: async () => (await fetch(instance.url + path)).text(),
      }
    }

    /** Anna scans the card and presses three times plus, and the button. */
    async function stampThree(serial: string): Promise<void> {
      await staff.open('/staff')
      await staff.press('/staff/card', { text: serial })
      const fields = ['cardId', 'clientId', 'text', 'at'].map((field) => [field, staff.hidden(field)])
      const pressed = await staff.press('/staff/stamp', { ...Object.fromEntries(fields), count: '3' })
      expect(pressed.status, pressed.text).toBe(200)
    }
    const stock = (codes: string[]) => api.post(`/code-pools/${rewardId}/codes`, { codes })
    const couponOf = (customer: { card(): Promise<Card> }, state: string) =>
      eventually(async () => {
        const coupon = (await customer.card()).coupons.find((each) => each.state === state)
        if (!coupon) throw new Error(`no coupon is ${state} yet`)
        return coupon
      })

    it('joins, stamps by the team, and shows the till’s own codes, each to one card', async () => {
      await stock(['FREE-0001'])
      const [ann, ben] = [await join(), await join()]
      await stampThree((await ann.card()).serial)
      expect(await couponOf(ann, 'active')).toMatchObject({ code: 'FREE-0001', placements: [] })
      const page = await ann.page()
      expect(page).toContain('FREE-0001')
      expect(page).toContain('<svg role="img"')

      // The pool is dry: nothing is lost, it waits, says so, and is filled first.
      await stampThree((await ben.card()).serial)
      const waiting = await couponOf(ben, 'issuing')
      expect(waiting).toMatchObject({ code: null })
      expect(await ben.page()).toContain('Free coffee')
      const { items } = await api.get<{ items: { kind: string }[] }>('/alerts')
      expect(items.map(({ kind }) => kind)).toContain('pool-dry')
      await stock(['FREE-0001', 'FREE-0002'])
      expect(await couponOf(ben, 'active')).toMatchObject({ id: waiting?.id, code: 'FREE-0002' })
      expect(await ben.page()).toContain('FREE-0002')

      const used = await couponOf(ann, 'active')
      await api.post(`/coupons/${used?.id}/redeem`, {})
      expect(await couponOf(ann, 'redeemed')).toMatchObject({ id: used?.id })
      expect(await ann.card()).toMatchObject({ cycle: 2, stamps: 0 })
    })
  },
  ['postgres'],
)
