import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Api, createMerchant } from '../support/api.ts'
import { type AppProcess, startApp } from '../support/app.ts'
import { type PlainBrowser, signedInBrowser } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'

type Program = {
  id: string
  name: string
  version: number
  state: string
  goal: number
  earn: Record<string, unknown>
  milestones: { at: number; reward: Record<string, unknown> }[]
  channels?: string[]
}

const reward = {
  name: 'Coffee card',
  currency: 'EUR',
  'm0-title': 'Free coffee',
  'm0-kind': 'redeem_code',
  'm0-source': 'minted',
  'm0-discount': 'percent',
  'm0-percent': '100',
  'm0-expiry': 'days',
  'm0-days': '30',
  'm0-display': 'qr',
}

/** A whole draft as the editor's form sends it. */
const draft = {
  ...reward,
  rewards: '1',
  times: '0',
  'm0-at': '8',
  earn: 'visit',
  stamps: '1',
  includeTax: '1',
  expiry: 'none',
  debt: 'owed',
  ...Object.fromEntries(
    ['till', 'counter', 'staff', 'kiosk', 'claim', 'api'].map((each) => [`ch-${each}`, '1']),
  ),
}

await describeSettings(
  'the set-up and the programs’ room',
  (name) => {
    let setting: Setting
    let app: AppProcess
    let api: Api
    let console: PlainBrowser
    const program = async () => (await api.get<{ items: Program[] }>('/programs')).items[0] as Program

    beforeAll(async () => {
      setting = await openSetting(name)
      app = await startApp(setting)
      api = await createMerchant(app.baseUrl)
      const { url } = await api.post<{ url: string }>('/sign-in-links')
      console = await signedInBrowser(app.baseUrl, url)
    }, 180_000)
    afterAll(async () => {
      await app?.stop()
      await setting?.close()
    })

    it('leads an owner without a program to the first step, and lets them look round all the same', async () => {
      const first = await console.open('/console')
      expect(first.location).toBe('/console/setup')
      expect((await console.open('/console/setup')).location).toBe('/console/setup/look')
      expect((await console.open('/console?stay')).status).toBe(200)
      for (const step of ['look', 'reward', 'goal', 'tills', 'placements', 'test'])
        expect((await console.open(`/console/setup/${step}`)).status, step).toBe(200)
    })

    it('refuses colours that nobody could read, and shows what was typed in the card', async () => {
      const pale = { shopName: 'Café Ü', background: '#ffffff', foreground: '#eeeeee', accent: '#8a3a1e' }
      const wrong = await console.send('/console/setup/look', pale)
      expect(wrong.status).toBe(422)
      expect(wrong.text).toContain('hard to read')
      const preview = await console.send('/console/setup/preview', {
        ...pale,
        foreground: '#102030',
        shopName: 'Corner Bar',
      })
      expect(preview.status).toBe(200)
      expect(preview.text).toContain('Corner Bar')
      expect(preview.text).toContain('data-apple-fg="#102030"')
    })

    it('makes the program step by step, and is resumed where it was left', async () => {
      const look = {
        shopName: 'Café Ü',
        background: '#1d3a34',
        foreground: '#ffffff',
        accent: '#f2b84b',
        stamp: 'cup',
      }
      expect((await console.send('/console/setup/look', look)).location).toBe('/console/setup/reward')
      expect((await console.open('/console/setup')).location).toBe('/console/setup/reward')
      const nameless = await console.send('/console/setup/reward', { ...reward, 'm0-title': '' })
      expect(nameless.status).toBe(422)
      expect(nameless.text).toContain('href="#field-m0-title"')
      expect((await console.send('/console/setup/reward', reward)).location).toBe('/console/setup/goal')
      const goal = {
        'm0-at': '8',
        earn: 'visit',
        stamps: '1',
        minSpend: '4,50',
        includeTax: '1',
        perDay: '2',
      }
      expect((await console.send('/console/setup/goal', goal)).location).toBe('/console/setup/tills')
      const made = await program()
      expect(made).toMatchObject({ name: 'Coffee card', goal: 8, version: 2 })
      expect(made.earn).toMatchObject({
        kind: 'visit',
        minSpend: { amount: 450, currency: 'EUR' },
        limits: { perDay: 2 },
      })
      expect(made.milestones[0]?.reward).toMatchObject({ title: 'Free coffee', discount: { percent: 100 } })
      expect((await console.open('/console/setup')).location).toBe('/console/setup/tills')
    })

    it('puts a logo on the card and refuses what is none', async () => {
      const logo = await sharp({ create: { width: 80, height: 80, channels: 3, background: '#ff0000' } })
        .png()
        .toBuffer()
      const send = async (bytes: Uint8Array<ArrayBuffer>) => {
        const page = await console.open('/console/setup/look')
        const form = new FormData()
        form.set('csrf', /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '')
        form.set('picture', new File([bytes], 'logo.png', { type: 'image/png' }))
        return console.upload('/console/setup/pictures/logo', form)
      }
      expect((await send(new Uint8Array(logo))).location).toContain('done=saved')
      expect((await console.open('/console/setup/look')).text).toContain(
        '/console/setup/pictures/logo/remove',
      )
      const bad = await send(new TextEncoder().encode('<svg/>'))
      expect((await console.open(bad.location)).text).toContain('Choose a PNG or a JPEG')
    })

    it('rings up a sale by the till’s own way and shows the stamp', async () => {
      const made = await console.send('/console/setup/test/card', {})
      const card = /card=([0-9a-f-]{36})/.exec(made.location)?.[1] ?? ''
      expect((await console.open(made.location)).text).toContain('Make a test till')
      await console.send('/console/setup/test/till', { card })
      await console.send('/console/setup/test/till', { card })
      expect((await api.get<{ items: unknown[] }>('/tills')).items).toHaveLength(1)
      const sold = await console.send('/console/setup/test/sale', { card })
      const live = sold.location.replace('/setup/test?', '/setup/test/live?')
      await eventually(async () => expect((await console.open(live)).text).toContain('has arrived.'))
      expect((await console.open(live)).text).toContain('1 of 8')
    })

    it('says what a new version means, and makes it of exactly what the form shows', async () => {
      const { id } = await program()
      const page = await console.open(`/console/programs/${id}/edit`)
      expect(page.text).toContain('1 card finishes the cycle it is in under version 2, or the older')
      expect(page.text).toContain('value="4.50"')
      const { 'ch-api': _, ...fewer }: Record<string, string> = draft
      const form = { ...fewer, version: '2', 'm0-at': '9', earn: 'amount', per: '12.50', carryOver: '1' }
      expect((await console.send(`/console/programs/${id}/edit`, form)).location).toContain('done=saved')
      const late = await console.send(`/console/programs/${id}/edit`, { ...form, 'm0-at': '12' })
      expect(late.status).toBe(422)
      expect(late.text).toContain('Somebody else changed the program meanwhile')
      const changed = await program()
      expect(changed).toMatchObject({ goal: 9, version: 3 })
      expect(changed.earn).toMatchObject({ kind: 'amount', per: { amount: 1250, currency: 'EUR' } })
      expect(changed.earn.limits).toBeUndefined()
      expect(changed.channels).toEqual(['till', 'counter', 'staff', 'kiosk', 'claim'])
    })

    it('adds and removes rows without a script, and keeps what was typed', async () => {
      const { id } = await program()
      const edit = `/console/programs/${id}/edit`
      const added = await console.send(edit, { ...draft, 'm0-title': 'Cake & tea', act: 'add-reward' })
      expect(added.text).toContain('name="m1-title"')
      expect(added.text).toMatch(/id="field-m1-title"[^>]*value="Cake &amp; tea"/)
      expect(added.text).toMatch(/id="field-m0-at"[^>]*value="4"/)
      const timed = await console.send(edit, { ...draft, act: 'add-time' })
      expect(timed.text).toContain('name="x0-factor"')
      const gone = await console.send(edit, {
        ...draft,
        times: '1',
        'x0-factor': '3',
        act: 'remove-time:0',
      })
      expect(gone.text).not.toContain('name="x0-factor"')
      expect((await program()).version).toBe(3)
    })

    it('saves a ladder, double stamps on a day, and complains at the right field', async () => {
      const { id } = await program()
      const edit = `/console/programs/${id}/edit`
      const second = Object.fromEntries(
        Object.entries(draft).flatMap(([key, value]) =>
          key.startsWith('m0-') ? [[key.replace('m0', 'm1'), value]] : [],
        ),
      )
      const ladder = { ...draft, ...second, rewards: '2', 'm0-at': '5', 'm1-at': '5', times: '1' }
      const times = { 'x0-factor': '2', 'x0-tue': '1', 'x0-from': '08:00', 'x0-to': '10:30' }
      const wrong = await console.send(edit, { ...ladder, ...times, 'm1-minBasket': 'much' })
      expect(wrong.status).toBe(422)
      expect(wrong.text).toContain('id="field-m1-minBasket-error"')
      expect((await console.send(edit, { ...ladder, ...times })).text).toContain('id="field-m1-at-error"')
      const saved = await console.send(edit, {
        version: '3',
        ...ladder,
        ...times,
        'm1-at': '10',
        'm1-source': 'shared',
        'm1-code': 'bonus-10',
        'm0-expiry': 'date',
        'm0-date': '2030-07-31',
      })
      expect(saved.location).toContain('done=saved')
      const now = await program()
      expect(now.goal).toBe(10)
      expect(now.milestones.map(({ at }) => at)).toEqual([5, 10])
      expect(now.milestones[1]?.reward).toMatchObject({ codeSource: 'shared', code: 'BONUS-10' })
      // The shop is in Berlin: in summer its midnight is at 22:00 UTC.
      expect(now.milestones[0]?.reward.expiresAt).toBe('2030-07-31T22:00:00.000Z')
      expect((await console.open(edit)).text).toMatch(/id="field-m0-date"[^>]*value="2030-07-31"/)
      expect(now.earn.multipliers).toEqual([{ days: ['tue'], from: '08:00', to: '10:30', factor: 2 }])
    })

    it('tries a draft on past orders and changes nothing', async () => {
      const { id, version } = await program()
      const tried = await console.send(`/console/programs/${id}/edit`, { ...draft, stamps: '3', act: 'try' })
      // One bar after the other, each in the place of the one before, and the outcome in place of the last.
      expect(tried.text.match(/<b>\d+%<\/b> \d of \d orders/g)).toEqual([
        '<b>0%</b> 0 of 1 orders',
        '<b>100%</b> 1 of 1 orders',
      ])
      expect(tried.text).toContain('1 order of 1 card')
      expect(tried.text.trimEnd()).toMatch(/<\/html>$/)
      expect(tried.text).toContain('+2')
      expect(tried.text).toMatch(/name="stamps" value="3"/)
      expect((await program()).version).toBe(version)
    })

    it('pauses, resumes and ends a program', async () => {
      const { id, version } = await program()
      for (const state of ['paused', 'active', 'ended']) {
        expect((await console.send(`/console/programs/${id}/state`, { state })).status).toBe(303)
        expect(await program()).toMatchObject({ state, version })
      }
      expect((await console.open(`/console/programs/${id}/end`)).text).toContain('End the program')
      expect((await console.send(`/console/programs/${id}/state`, { state: 'gone' })).status).toBe(404)
    })

    it('previews nothing of a draft that makes no sense', async () => {
      const good = await console.send('/console/programs/preview', { ...draft, preview: 'reward' })
      expect(good.status).toBe(200)
      expect(good.text).toContain('EXAMPLE234')
      const bad = await console.send('/console/programs/preview', { ...draft, 'm0-at': 'ten' })
      expect(bad.status).toBe(204)
    })
  },
  ['postgres'],
)
