import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPasskeyCheck } from '../../../adapters/webauthn/passkey-check.ts'
import { teamCases } from '../../../src/compose/team-cases.ts'
import { createSessions } from '../../../src/store/sessions.ts'
import { describeSettings } from '../../support/settings.ts'
import { now, openPages, type Pages, post } from './open-pages.ts'

const cookieIn = (answer: Response, name: string): string =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0]!)
    .find((pair) => pair.startsWith(`__Host-${name}=`)) ?? ''

await describeSettings(
  'people and devices',
  (name) => {
    let pages: Pages
    let owner: string
    let clock = now
    const get = (path: string, cookie: string) =>
      fetch(pages.url + path, { headers: { cookie }, redirect: 'manual' })
    const cases = () =>
      teamCases(
        pages.setting.database,
        createSessions(pages.setting.database),
        () => clock,
        createPasskeyCheck({ name: 'Stampbridge', baseUrl: 'https://cards.example' }),
      )

    async function send(path: string, form: Record<string, string>, cookie: string) {
      const page = await (await get('/console/menu', cookie)).text()
      const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? ''
      return post(pages.url + path, { csrf, ...form }, { cookie })
    }
    async function signIn(path: string) {
      const answer = await get(path, '')
      expect(answer.status).toBe(303)
      return cookieIn(answer, 'stampbridge')
    }
    const linkIn = (text: string) => /https:\/\/cards\.example(\/[^<\s"]+)/.exec(text)?.[1] ?? ''
    async function addPerson(form: Record<string, string>, cookie = owner) {
      const answer = await send('/console/team/people/new', form, cookie)
      expect(answer.status).toBe(303)
      return answer.headers.get('location')!.split('?')[0]!
    }
    async function bind(kind: string, cookie = owner) {
      const made = await send('/console/team/devices/new', { kind, name: `The ${kind}` }, cookie)
      const path = made.headers.get('location')!.split('?')[0]!
      const shown = await send(`${path}/link`, {}, cookie)
      expect(shown.status).toBe(201)
      return { path, link: linkIn(await shown.text()) }
    }

    beforeAll(async () => {
      pages = await openPages(name)
      owner = await signIn(await pages.signInPath())
    })
    afterAll(() => pages.close())

    it('adds somebody, refuses a PIN that anybody guesses, and never shows it again', async () => {
      const weak = await send('/console/team/people/new', { name: 'Ada', role: 'staff', pin: '1234' }, owner)
      expect(weak.status).toBe(422)
      const page = await weak.text()
      expect(page).toContain('not in a row')
      expect(page).not.toContain('value="1234"')
      await addPerson({ name: 'Ada', role: 'staff', pin: '4711' })
      const team = await (await get('/console/team', owner)).text()
      expect(team).toContain('Ada')
      expect(team).toContain('PIN set')
    })

    it('lets a manager add staff, but nobody of their own rank or above', async () => {
      const person = await addPerson({ name: 'Mo', role: 'manager' })
      const shown = await send(`${person}/link`, { to: 'console' }, owner)
      const manager = await signIn(linkIn(await shown.text()))
      await addPerson({ name: 'Sam', role: 'staff' }, manager)
      expect((await send('/console/team/people/new', { name: 'X', role: 'owner' }, manager)).status).toBe(403)
      expect((await send(person, { name: 'Mo', role: 'owner' }, manager)).status).toBe(403)
      const audit = await get('/console/audit', manager)
      expect(audit.status).toBe(403)
      expect(await audit.text()).toContain('Ask an owner')
      const above = await addPerson({ name: 'Olga', role: 'owner' })
      expect(await (await get('/console/audit', manager)).text()).toContain('Ask Olga to see to it')
      await send(`${above}/revoke`, {}, owner)
      // A new role counts at once, in the browser that is signed in.
      await send(person, { name: 'Mo', role: 'staff' }, owner)
      expect((await get('/console/team', manager)).status).toBe(403)
      expect((await get('/console/cards', manager)).status).toBe(200)
      await send(`${person}/revoke`, {}, owner)
      expect((await get('/console/cards', manager)).status).toBe(401)
    })

    it('makes an invitation of a person good once, and only the newest', async () => {
      const person = await addPerson({ name: 'Kim', role: 'owner' })
      const first = linkIn(await (await send(`${person}/link`, { to: 'console' }, owner)).text())
      const second = linkIn(await (await send(`${person}/link`, { to: 'console' }, owner)).text())
      expect((await get(first, '')).status).toBe(401)
      await signIn(second)
      expect((await get(second, '')).status).toBe(401)
    })

    it('binds a device by a link that is opened once, and lets it go at once', async () => {
      const { path, link } = await bind('counter')
      const asked = await get(link, '')
      expect(asked.status).toBe(200)
      expect(await asked.text()).toContain('“The counter” of Harbour Street Coffee')
      const bound = await post(pages.url + link)
      expect(bound.status).toBe(303)
      expect(bound.headers.get('location')).toBe('/counter')
      expect((await post(pages.url + link)).status).toBe(410)
      const token = cookieIn(bound, 'stampbridge-device').split('=')[1]!
      expect((await cases().whoHasDevice(token))?.kind).toBe('counter')
      await send(`${path}/revoke`, {}, owner)
      expect(await cases().whoHasDevice(token)).toBeNull()
    })

    it('puts out what was bound before when a device is bound anew', async () => {
      const { path, link } = await bind('kiosk')
      const before = cookieIn(await post(pages.url + link), 'stampbridge-device').split('=')[1]!
      const again = linkIn(await (await send(`${path}/link`, {}, owner)).text())
      expect(await cases().whoHasDevice(before)).not.toBeNull()
      const after = cookieIn(await post(pages.url + again), 'stampbridge-device').split('=')[1]!
      expect(await cases().whoHasDevice(before)).toBeNull()
      expect(await cases().whoHasDevice(after)).not.toBeNull()
    })

    it('signs people in by PIN on a bound device, and stops guessing, also many guesses at once', async () => {
      const { enterPin, pairDevice, whoWorks, team } = cases()
      const ada = (await team.list(pages.shop.merchantId)).find((each) => each.name === 'Ada')!
      const { device } = (await pairDevice((await bind('phone')).link.slice('/pair/'.length)))!
      const right = await enterPin({ device, personId: ada.id, pin: '4711' })
      if (!right.ok) throw new Error(right.reason)
      expect((await whoWorks(right.token, device))?.person.name).toBe('Ada')

      const guesses = await Promise.all(
        Array.from({ length: 8 }, () => enterPin({ device, personId: ada.id, pin: '0815' })),
      )
      const reasons = guesses.map((each) => (each.ok ? 'ok' : each.reason)).toSorted()
      expect(reasons).toEqual(['locked', 'locked', 'locked', 'wrong', 'wrong', 'wrong', 'wrong', 'wrong'])
      expect(await enterPin({ device, personId: ada.id, pin: '4711' })).toEqual({
        ok: false,
        reason: 'locked',
        until: clock + 60_000,
      })
      clock += 60_000
      expect(await enterPin({ device, personId: ada.id, pin: '0815' })).toMatchObject({ reason: 'wrong' })
      expect(await enterPin({ device, personId: ada.id, pin: '4711' })).toMatchObject({
        until: clock + 120_000,
      })
      clock += 120_000
      expect((await enterPin({ device, personId: ada.id, pin: '4711' })).ok).toBe(true)
      // Another device was never locked; a stranger's id is a wrong PIN like any other.
      expect(await enterPin({ device, personId: pages.shop.merchantId, pin: '4711' })).toMatchObject({
        reason: 'wrong',
      })
    })

    it('gives a person a phone of their own by link, which ends with them', async () => {
      const person = await addPerson({ name: 'Lee', role: 'staff' })
      const link = linkIn(await (await send(`${person}/link`, { to: 'staff' }, owner)).text())
      const bound = await post(pages.url + link)
      expect(bound.headers.get('location')).toBe('/staff')
      const deviceToken = cookieIn(bound, 'stampbridge-device').split('=')[1]!
      const staffToken = cookieIn(bound, 'stampbridge-staff').split('=')[1]!
      const { whoHasDevice, whoWorks } = cases()
      const device = (await whoHasDevice(deviceToken))!
      expect((await whoWorks(staffToken, device))?.person.name).toBe('Lee')
      await send(`${person}/revoke`, {}, owner)
      expect(await whoHasDevice(deviceToken)).toBeNull()
      expect(await whoWorks(staffToken, device)).toBeNull()
    })

    it('takes each number of a device’s queue once, and only upwards', async () => {
      const { devices, pairDevice } = cases()
      const { device } = (await pairDevice((await bind('phone')).link.slice('/pair/'.length)))!
      expect(await devices.setKey(device, Buffer.from('one'))).toBe(true)
      expect(await devices.setKey(device, Buffer.from('another'))).toBe(false)
      const taken = await Promise.all([7, 7, 7].map((sequence) => devices.takeSequence(device, sequence)))
      expect(taken.filter(Boolean)).toHaveLength(1)
      expect(await devices.takeSequence(device, 6)).toBe(false)
      expect(await devices.takeSequence(device, 8)).toBe(true)
    })

    it('writes each change into the audit log, links among them', async () => {
      const { rows } = await pages.setting.database.pool.query<{ action: string }>(
        'SELECT DISTINCT action FROM audit_entry WHERE merchant_id = $1',
        [pages.shop.merchantId],
      )
      const actions = rows.map((row) => row.action)
      for (const path of ['people/:id/link', 'people/:id/revoke', 'devices/:id/link', 'devices/new'])
        expect(actions).toContain(`POST /console/team/${path}`)
    })
  },
  ['postgres', 'embedded'],
)
