import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type QueuedScan, signedText } from '../../../src/domain/queued-scan.ts'
import type { Card } from '../../support/api.ts'
import { answerIn, type DeviceBrowser, openDevice } from '../../support/device-browser.ts'
import { openScannerShop, type ScannerShop } from '../../support/scanner-shop.ts'
import { describeSettings } from '../../support/settings.ts'

const staffScan = { title: 'Free cookie', kind: 'staff_scan' }
const minted = { title: 'Free coffee', kind: 'redeem_code', codeSource: 'minted', discount: { percent: 100 } }

await describeSettings(
  'the scanners of a shop',
  (name) => {
    let shop: ScannerShop
    let visits: { id: string }
    let annaId: string
    beforeAll(async () => {
      shop = await openScannerShop(name)
      visits = await shop.program({
        goal: 10,
        earn: { kind: 'visit', limits: { perOrder: 3 } },
        milestones: [
          { at: 2, reward: staffScan },
          { at: 10, reward: minted },
        ],
      })
      annaId = await shop.person('Anna', '4711')
    }, 180_000)
    afterAll(() => shop?.close())

    async function bind(kind: 'phone' | 'counter', label: string) {
      const device = openDevice(shop.app.baseUrl)
      const { path, deviceId } = await shop.pairingPath(kind, label)
      const bound = await device.press(path)
      expect(bound.status).toBe(303)
      return { device, deviceId }
    }
    async function atWork(label = 'Bar phone') {
      const { device, deviceId } = await bind('phone', label)
      await device.open('/staff')
      expect((await device.press('/staff/pin', { personId: annaId, pin: '4711' })).status).toBe(303)
      await device.open('/staff')
      return { device, deviceId }
    }
    const scan = (device: DeviceBrowser, text: string) => device.press('/staff/card', { text })
    const stamp = (device: DeviceBrowser, fields: Record<string, string> = {}) =>
      device.press('/staff/stamp', {
        cardId: device.hidden('cardId'),
        clientId: device.hidden('clientId'),
        text: device.hidden('text'),
        at: device.hidden('at'),
        ...fields,
      })
    const total = async (card: Card) => (await shop.ledger(card)).reduce((sum, entry) => sum + entry.count, 0)

    describe('signing in', () => {
      it('is for devices of the shop alone', async () => {
        const stranger = openDevice(shop.app.baseUrl)
        const page = await stranger.open('/staff')
        expect(page.status).toBe(401)
        expect(page.text).toContain('does not belong to a shop yet')
        const card = await shop.card(visits.id)
        const pressed = await stranger.press('/staff/stamp', { cardId: card.id, clientId: randomUUID() })
        expect(pressed.status).toBe(401)
        expect(await total(card)).toBe(0)
      })

      it('takes the right PIN, says a wrong one is wrong, and stops guessing', async () => {
        const { device } = await bind('phone', 'Guessed at')
        await device.open('/staff')
        const ben = await shop.person('Ben', '2580')
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
        const own = openDevice(shop.app.baseUrl)
        expect((await own.press(await shop.invitationPath(annaId))).headers.get('location')).toBe('/staff')
        expect((await own.open('/staff')).text).toContain('Anna is at work')
        const { device, deviceId } = await atWork('Lost phone')
        await shop.revokeDevice(deviceId)
        expect((await device.open('/staff')).status).toBe(401)
      })

      it('lets the scanner compile its decoder, and no other page', async () => {
        const { device } = await atWork()
        const policy = async (path: string) =>
          (await device.open(path)).headers.get('content-security-policy')
        expect(await policy('/staff')).toContain("script-src 'self' 'wasm-unsafe-eval'")
        const { device: counter } = await bind('counter', 'Plain counter')
        expect((await counter.open('/counter')).headers.get('content-security-policy')).not.toContain('wasm')
        const wasm = /\/assets\/zxing\.[\w-]+\.wasm/.exec((await device.open('/staff')).text)?.[0] ?? ''
        const served = await fetch(shop.app.baseUrl + wasm, { headers: { 'accept-encoding': 'br' } })
        expect(served.headers.get('content-type')).toBe('application/wasm')
        expect(served.headers.get('content-encoding')).toBe('br')
        expect(WebAssembly.validate(await served.arrayBuffer())).toBe(true)
      })
    })

    describe('a scanned card', () => {
      it('is shown, stamped once however often the button is pressed, and told as counted the next time', async () => {
        const { device } = await atWork()
        const card = await shop.card(visits.id)
        expect((await scan(device, card.serial)).text).toContain('0<span>/10</span>')
        const pressed = { clientId: device.hidden('clientId'), cardId: device.hidden('cardId'), count: '2' }
        expect(answerIn((await stamp(device, pressed)).text)).toEqual({
          tone: 'good',
          words: '2 stamps given Now 2 of 10 Reached: Free cookie',
        })
        await stamp(device, pressed)
        expect(await total(card)).toBe(2)
        await scan(device, card.serial)
        const again = answerIn((await stamp(device)).text)
        expect(again?.tone).toBe('again')
        expect(again?.words).toMatch(/^Already counted .* \(\d\d:\d\d, Harbour Street\)\. Now 2 of 10$/)
        expect(await total(card)).toBe(2)
      })

      it('gets no more than one purchase may earn', async () => {
        const { device } = await atWork()
        const card = await shop.card(visits.id)
        await scan(device, card.serial)
        await stamp(device, { count: '50' })
        expect(await total(card)).toBe(3)
      })

      it('says until when its program cools down', async () => {
        const cool = await shop.program({
          goal: 5,
          joinMinutes: 0,
          earn: { kind: 'visit', limits: { cooldownMinutes: 60 } },
          milestones: [{ at: 5, reward: staffScan }],
        })
        const { device } = await atWork()
        const card = await shop.card(cool.id)
        await scan(device, card.serial)
        await stamp(device)
        const { device: counter } = await bind('counter', 'Cool counter')
        await counter.open('/counter')
        const shown = { text: card.serial, clientId: randomUUID() }
        const refused = answerIn((await counter.press('/counter', shown)).text)
        expect(refused?.tone).toBe('no')
        expect(refused?.words).toMatch(/No stamp .*The next purchase counts from .*\d\d:\d\d\./)
        expect(await total(card)).toBe(1)
      })

      it('earns by what was paid, as people write it', async () => {
        const spending = await shop.program({
          goal: 5,
          earn: { kind: 'amount', per: { amount: 500, currency: 'EUR' } },
          milestones: [{ at: 5, reward: staffScan }],
        })
        const { device } = await atWork()
        const card = await shop.card(spending.id)
        await scan(device, card.serial)
        expect(answerIn((await stamp(device, { amount: 'ten' })).text)?.words).toContain('not an amount')
        expect(answerIn((await stamp(device, { amount: '10,20' })).text)?.words).toContain('2 stamps given')
        expect(await total(card)).toBe(2)
      })

      it('can be undone by the one who did it', async () => {
        const { device } = await atWork()
        const card = await shop.card(visits.id)
        await scan(device, card.serial)
        await stamp(device)
        const actionId = device.hidden('actionId')
        const { device: counter } = await bind('counter', 'Not its own')
        await counter.open('/counter')
        expect((await counter.press('/staff/undo', { actionId })).status).toBe(401)
        expect(answerIn((await device.press('/staff/undo', { actionId })).text)).toEqual({
          tone: 'good',
          words: 'Taken back Stamps: -1',
        })
        expect(await total(card)).toBe(0)
      })

      it('of another shop is nobody’s', async () => {
        const { device } = await atWork()
        const joined = await fetch(`${shop.app.baseUrl}/join/harbour-street-coffee`, { method: 'POST' })
        for (const text of ['p1XvCkT0S3mJ2rJ4pVqA7w', joined.url, 'https://elsewhere.example/x'])
          expect(answerIn((await scan(device, text)).text)?.words).toContain('Nobody’s card or coupon')
      })

      it('is known by the changing code of its web card, but not by a picture of it', async () => {
        const { device } = await atWork()
        const card = await shop.card(visits.id)
        const old = await scan(device, await shop.liveCode(card, Date.now() - 300_000))
        expect(answerIn(old.text)?.words).toContain('This code is old: a picture')
        expect((await scan(device, await shop.liveCode(card, Date.now()))).text).toContain('Coffee card')
      })

      it('that was merged stamps the one that goes on; a paused one stamps nothing', async () => {
        const { device } = await atWork()
        const { device: counter } = await bind('counter', 'Merge counter')
        await counter.open('/counter')
        const [kept, gone] = [await shop.card(visits.id), await shop.card(visits.id)]
        await shop.api.post(`/cards/${kept.id}/merge`, { fromCardId: gone.id })
        expect(answerIn((await scan(device, gone.serial)).text)?.words).toContain('the card that goes on')
        const stamped = await counter.press('/counter', { text: gone.serial, clientId: randomUUID() })
        expect(answerIn(stamped.text)?.words).toMatch(/^1 stamp given .*the card that goes on/)
        expect(await total(kept)).toBe(1)
        await shop.api.post(`/cards/${kept.id}/pause`)
        for (const answer of [
          await scan(device, kept.serial),
          await counter.press('/counter', { text: kept.serial, clientId: randomUUID() }),
        ])
          expect(answerIn(answer.text)?.words).toBe('Not possible This card is paused.')
        expect(await total(kept)).toBe(1)
      })

      it('is not stamped by a form from elsewhere', async () => {
        const { device } = await atWork()
        const card = await shop.card(visits.id)
        await scan(device, card.serial)
        expect((await stamp(device, { csrf: 'guessed' })).status).toBe(403)
        expect(await total(card)).toBe(0)
      })
    })

    describe('a coupon', () => {
      async function withCoupon(device: DeviceBrowser, count = '2') {
        const card = await shop.card(visits.id)
        await scan(device, card.serial)
        await stamp(device, { count })
        return { card, couponId: device.hidden('couponId') }
      }
      const redeem = (device: DeviceBrowser, card: Card, couponId: string) =>
        device.press('/staff/redeem', { cardId: card.id, couponId, clientId: randomUUID() })

      it('is redeemed once, by one of two phones; the other learns when and where', async () => {
        const { device } = await atWork()
        const { device: other } = await atWork('Second phone')
        const { card, couponId } = await withCoupon(device)
        expect(answerIn((await redeem(device, card, couponId)).text)?.words).toBe('Free cookie: used')
        const late = answerIn((await redeem(other, card, couponId)).text)
        expect(late?.tone).toBe('again')
        expect(late?.words).toMatch(/used already on .* at Harbour Street/)
      })

      it('comes back with a new code when it is undone', async () => {
        const { device } = await atWork()
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
        const till = await shop.program({
          goal: 1,
          earn: { kind: 'visit' },
          milestones: [{ at: 1, reward: minted }],
        })
        const { device } = await atWork()
        const card = await shop.card(till.id)
        await scan(device, card.serial)
        await stamp(device)
        const [coupon] = (await shop.api.get<Card>(`/cards/${card.id}`)).coupons
        await redeem(device, card, coupon?.id ?? '')
        expect((await shop.api.get<Card>(`/cards/${card.id}`)).coupons[0]?.state).toBe('active')
      })
    })

    describe('the counter', () => {
      const type = (device: DeviceBrowser, text: string, clientId = randomUUID()) =>
        device.press('/counter', { text, clientId })

      it('stamps what is scanned with nothing to press, and says what was counted already', async () => {
        const { device } = await bind('counter', 'Counter one')
        expect((await device.open('/counter')).status).toBe(200)
        const card = await shop.card(visits.id)
        expect(answerIn((await type(device, card.serial)).text)?.tone).toBe('good')
        expect(answerIn((await type(device, card.serial)).text)?.words).toContain('Already counted')
        expect(await total(card)).toBe(1)
        expect(answerIn((await type(device, 'NOSUCHCODE')).text)?.words).toContain('Nobody’s card or coupon')
      })

      it('says of a coupon’s code who takes it, and when it was used', async () => {
        const { device } = await bind('counter', 'Counter two')
        await device.open('/counter')
        const till = await shop.program({
          goal: 1,
          earn: { kind: 'visit' },
          milestones: [{ at: 1, reward: minted }],
        })
        const card = await shop.card(till.id)
        await type(device, card.serial)
        const [coupon] = (await shop.api.get<Card>(`/cards/${card.id}`)).coupons
        const code = coupon?.code ?? ''
        expect(answerIn((await type(device, code.toLowerCase())).text)?.words).toBe(
          `Enter this code at the till Free coffee ${code} The till reports by itself when it was used.`,
        )
        await shop.api.post(`/coupons/${coupon?.id}/redeem`, {})
        expect(answerIn((await type(device, code)).text)?.words).toMatch(/used already on/)
      })

      it('is nothing for a phone', async () => {
        const { device } = await atWork()
        expect((await device.open('/counter')).status).toBe(409)
      })
    })

    describe('scans from without a connection', () => {
      const key = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const spki = (publicKey: KeyObject) =>
        publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
      function entry(deviceId: string, privateKey: KeyObject, part: Partial<QueuedScan>) {
        const scanned = { sequence: 1, clientId: randomUUID(), text: '', at: Date.now(), ...part }
        const whole = { personId: annaId, count: 0, ...scanned }
        const text = Buffer.from(signedText(deviceId, whole))
        const signature = sign('sha256', text, { key: privateKey, dsaEncoding: 'ieee-p1363' })
        return { ...whole, signature: signature.toString('base64') }
      }
      async function offline() {
        const { device, deviceId } = await atWork()
        const { publicKey, privateKey } = key()
        expect((await device.send('/staff/key', { key: spki(publicKey) })).status).toBe(200)
        const card = await shop.card(visits.id)
        const made = (part: Partial<QueuedScan>) =>
          entry(deviceId, privateKey, { text: card.serial, ...part })
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
        expect(await total(card)).toBe(2)
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
        expect(await total(card)).toBe(1)
      })

      it('are refused when they are days old or lie ahead', async () => {
        const { card, made, send } = await offline()
        const day = 86_400_000
        const answers = await send(
          made({ sequence: 1, at: Date.now() - 4 * day }),
          made({ sequence: 2, at: Date.now() + day }),
        )
        expect(answers.map((each) => each.tone)).toEqual(['no', 'no'])
        expect(await total(card)).toBe(0)
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
        expect(await total(card)).toBe(0)
      })

      it('need the key that the device was bound with', async () => {
        const { device } = await offline()
        expect((await device.send('/staff/key', { key: spki(key().publicKey) })).status).toBe(409)
        const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
        expect((await device.send('/staff/key', { key: spki(rsa).slice(0, 400) })).status).not.toBe(200)
      })
    })
  },
  ['postgres'],
)
