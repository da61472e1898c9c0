import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPassBuilder } from '../../adapters/apple-wallet/build-pass.ts'
import { appleWebService } from '../../src/http/apple-web-service.ts'
import { problemHandler } from '../../src/http/errors.ts'
import { createAppleDevices } from '../../src/store/apple-devices.ts'
import { makeDemoSigner, passTypeId } from '../adapters/apple-wallet/demo-signer.ts'
import { createIphone } from '../doubles/iphone.ts'
import { type BareCard, changeCard, insertCard } from '../support/bare-cards.ts'
import { bareCards } from '../support/bare-pass-cards.ts'
import { openSetting, type Setting } from '../support/settings.ts'

const now = Date.parse('2026-11-22T12:00:00Z')
const passToken = (serial: string) => `token-of-${serial}`

let setting: Setting
let demo: Awaited<ReturnType<typeof makeDemoSigner>>
let server: Server
let base: string
let build: (card: BareCard) => Promise<Buffer>
const logged: string[] = []
const registered: string[] = []

beforeAll(async () => {
  ;[setting, demo] = await Promise.all([openSetting('embedded'), makeDemoSigner()])
  server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const builder = createPassBuilder({ signer: () => demo.signer, baseUrl: base, clock: () => now })
  const { pool } = setting.database
  const cards = bareCards(pool)
  build = async ({ merchantId, cardId, serial }) =>
    Buffer.concat(await builder.build((await cards.face(merchantId, cardId))!, passToken(serial)))
  const app = express()
  app.set('trust proxy', 'loopback')
  app.use(
    '/apple',
    appleWebService({
      cards,
      registrations: createAppleDevices({ pool, clock: () => now }),
      buildPass: builder.build,
      passTypeId,
      log: logTo(logged),
      onRegistered: async ({ cardId }) => void registered.push(cardId),
    }),
  )
  app.use(
    problemHandler((error) => {
      throw error
    }),
  )
  server.on('request', app)
})
afterAll(async () => {
  server.close()
  await Promise.all([setting.close(), demo.remove()])
})

const logTo = (lines: string[]) => pino({}, { write: (line: string) => void lines.push(line) })

const newCard = () => insertCard(setting.database.pool, now)
const change = (card: BareCard) => changeCard(setting.database.pool, card, now)
const phone = (deviceId: string) =>
  createIphone({ rootFile: demo.rootFile, deviceId, pushToken: `push-${deviceId}` })
const count = (files: Map<string, Buffer>) =>
  JSON.parse(String(files.get('pass.json'))).storeCard.headerFields[0].value
const auth = (token: string) => ({ Authorization: `ApplePass ${token}` })
const holdersOf = async ({ cardId }: BareCard): Promise<string[]> => {
  const text = 'SELECT device_id FROM apple_registration WHERE card_id = $1'
  return (await setting.database.pool.query(text, [cardId])).rows.map((row) => row.device_id)
}
const passAt = ({ serial }: BareCard, type = passTypeId) => `${base}/apple/v1/passes/${type}/${serial}`
const registrationAt = ({ serial }: BareCard, device: string, type = passTypeId) =>
  `${base}/apple/v1/devices/${device}/registrations/${type}/${serial}`

describe('a phone', () => {
  test('keeps its card up to date, from adding it to deleting it', async () => {
    const card = await newCard()
    const iphone = phone('0123456789abcdef0123456789abcdef')
    expect(await iphone.add(await build(card))).toBe(201)
    expect(await iphone.add(await build(card))).toBe(200)
    expect(registered).toEqual([card.cardId])
    await iphone.refresh()
    expect(await iphone.refresh()).toEqual([])
    await change(card)
    expect(await iphone.refresh()).toEqual([card.serial])
    expect(count(iphone.passes.get(card.serial)!.files)).toBe('1/10')
    expect(await iphone.remove(card.serial)).toBe(200)
    const list = `${base}/apple/v1/devices/${iphone.deviceId}/registrations/${passTypeId}`
    expect((await fetch(list)).status).toBe(204)
  })

  test('loses no stamp of several within one second', async () => {
    const card = await newCard()
    const iphone = phone('quick')
    await iphone.add(await build(card))
    await iphone.refresh()
    for (let stamps = 1; stamps <= 5; stamps += 1) {
      await change(card)
      await iphone.refresh()
      expect(count(iphone.passes.get(card.serial)!.files)).toBe(`${stamps}/10`)
    }
  })
})

describe('fetching a pass', () => {
  test('answers 304 to the date it gave, and the pass to an older or unreadable one', async () => {
    const card = await newCard()
    const headers = auth(passToken(card.serial))
    const first = await fetch(passAt(card), { headers })
    expect(first.status).toBe(200)
    expect(first.headers.get('content-type')).toBe('application/vnd.apple.pkpass')
    const given = first.headers.get('last-modified')!
    expect(Date.parse(given)).toBe(now)
    const status = async (since: string) =>
      (await fetch(passAt(card), { headers: { ...headers, 'If-Modified-Since': since } })).status
    expect(await status(given)).toBe(304)
    expect(await status(new Date(now - 1000).toUTCString())).toBe(200)
    expect(await status('yesterday or so')).toBe(200)
    await change(card)
    expect(await status(given)).toBe(200)
  })

  test('HEAD answers as GET does, without the pass', async () => {
    const card = await newCard()
    const headers = auth(passToken(card.serial))
    const [get, head] = await Promise.all(
      ['GET', 'HEAD'].map((method) => fetch(passAt(card), { method, headers })),
    )
    expect(head?.status).toBe(200)
    for (const name of ['content-type', 'content-length', 'last-modified'])
      expect(head?.headers.get(name)).toBe(get?.headers.get(name))
    expect((await head!.arrayBuffer()).byteLength).toBe(0)
  })
})

describe('strangers', () => {
  test('without the pass’s token get 401 everywhere, and leave no trace', async () => {
    const [card, other] = [await newCard(), await newCard()]
    const wrong = [
      {},
      auth('wrong'),
      auth(passToken(other.serial)),
      { Authorization: passToken(card.serial) },
    ]
    for (const headers of wrong) {
      const body = JSON.stringify({ pushToken: 'abc' })
      expect((await fetch(passAt(card), { headers })).status).toBe(401)
      expect((await fetch(registrationAt(card, 'd'), { method: 'POST', headers, body })).status).toBe(401)
      expect((await fetch(registrationAt(card, 'd'), { method: 'DELETE', headers })).status).toBe(401)
    }
    expect(await holdersOf(card)).toEqual([])
  })

  test('find no other pass types and no unknown serials', async () => {
    const card = await newCard()
    const headers = auth(passToken(card.serial))
    expect((await fetch(passAt(card, 'pass.other'), { headers })).status).toBe(404)
    expect((await fetch(registrationAt(card, 'd', 'pass.other'), { method: 'POST', headers })).status).toBe(
      404,
    )
    expect((await fetch(`${base}/apple/v1/devices/d/registrations/pass.other`)).status).toBe(404)
    expect((await fetch(passAt({ ...card, serial: 'unknown' }), { headers })).status).toBe(404)
  })

  test('who guess tokens are shut out by address, and phones that know theirs are not', async () => {
    const card = await newCard()
    const from = (address: string, token: string) =>
      fetch(passAt(card), { headers: { ...auth(token), 'X-Forwarded-For': address } })
    const statuses: number[] = []
    for (let guess = 0; guess < 105; guess += 1)
      statuses.push((await from('198.51.100.7', `guess-${guess}`)).status)
    expect(statuses.slice(0, 100)).toEqual(Array(100).fill(401))
    expect(statuses.slice(100)).toEqual(Array(5).fill(429))
    expect((await from('198.51.100.7', passToken(card.serial))).status).toBe(200)
    expect((await from('198.51.100.7', 'guess-again')).status).toBe(429)
    expect((await from('203.0.113.9', passToken(card.serial))).status).toBe(200)
  })

  test('who guess serials are shut out by address, and cannot tell a serial by the answer that follows', async () => {
    const card = await newCard()
    const ask = (address: string, serial: string, token: string) =>
      fetch(passAt({ ...card, serial }), { headers: { ...auth(token), 'X-Forwarded-For': address } })
    const statuses: number[] = []
    for (let guess = 0; guess < 105; guess += 1)
      statuses.push((await ask('198.51.100.8', `serial-${guess}`, 'any-token')).status)
    expect(statuses.slice(0, 100)).toEqual(Array(100).fill(404))
    expect(statuses.slice(100)).toEqual(Array(5).fill(429))
    expect((await ask('198.51.100.8', card.serial, 'any-token')).status).toBe(429)
    expect((await ask('203.0.113.9', card.serial, passToken(card.serial))).status).toBe(200)
  })
})

describe('a storm of devices', () => {
  test('that register one card at once, as one phone may under ever new ids, leaves the card with fifty', async () => {
    const card = await newCard()
    const register = (device: string) =>
      fetch(registrationAt(card, device), {
        method: 'POST',
        headers: auth(passToken(card.serial)),
        body: JSON.stringify({ pushToken: `push-${device}` }),
      })
    const devices = Array.from({ length: 70 }, (_, index) => `storm-${index}`)
    const answers = await Promise.all(devices.map(register))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    expect(await holdersOf(card)).toHaveLength(50)
    // Also when all of them come back: those that are known already cost nobody a place.
    const again = await Promise.all((await holdersOf(card)).map(register))
    expect(new Set(again.map(({ status }) => status))).toEqual(new Set([200]))
    expect(await holdersOf(card)).toHaveLength(50)
    // Of those that had to go nothing is left at all.
    const { rows } = await setting.database.pool.query("SELECT FROM apple_device WHERE id LIKE 'storm-%'")
    expect(rows).toHaveLength(50)
  })

  test('that never ends is refused for its card alone, which is served as before', async () => {
    const [card, other] = [await newCard(), await newCard()]
    const register = (to: BareCard, device: string) =>
      fetch(registrationAt(to, device), {
        method: 'POST',
        headers: auth(passToken(to.serial)),
        body: JSON.stringify({ pushToken: `push-${device}` }),
      })
    for (let index = 0; index < 150; index += 1)
      expect((await register(card, `endless-${index % 10}`)).status).toBe(index < 10 ? 201 : 200)
    const [before, told] = [await holdersOf(card), registered.length]
    const refused = await register(card, 'endless-10')
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect([await holdersOf(card), registered.length]).toEqual([before, told])
    expect((await register(other, 'endless-0')).status).toBe(201)
    const headers = auth(passToken(card.serial))
    expect((await fetch(passAt(card), { headers })).status).toBe(200)
    expect((await fetch(registrationAt(card, before[0]!), { method: 'DELETE', headers })).status).toBe(200)
  })

  test('of one device that asks for its list and pass again and again gets the same answer each time', async () => {
    const card = await newCard()
    const iphone = phone('eager')
    await iphone.add(await build(card))
    await change(card)
    const list = `${base}/apple/v1/devices/eager/registrations/${passTypeId}`
    const lists = await Promise.all(
      Array.from({ length: 60 }, async () => (await fetch(list)).json() as Promise<{ lastUpdated: string }>),
    )
    expect(new Set(lists.map((each) => JSON.stringify(each))).size).toBe(1)
    expect((await fetch(`${list}?passesUpdatedSince=${lists[0]!.lastUpdated}`)).status).toBe(204)
    const headers = auth(passToken(card.serial))
    const passes = await Promise.all(
      Array.from({ length: 60 }, async () => {
        const response = await fetch(passAt(card), { headers })
        return Buffer.from(await response.arrayBuffer()).toString('base64')
      }),
    )
    // Built once: another signature would be another file.
    expect(new Set(passes).size).toBe(1)
  })
})

describe('registering', () => {
  test.each([
    ['no JSON', 'push me'],
    ['no token', '{}'],
    ['a token that is none', '{"pushToken":"a b\\n"}'],
    ['a token that never ends', JSON.stringify({ pushToken: 'a'.repeat(300) })],
  ])('with %s is a bad request', async (_what, body) => {
    const card = await newCard()
    const headers = auth(passToken(card.serial))
    expect((await fetch(registrationAt(card, 'd'), { method: 'POST', headers, body })).status).toBe(400)
  })

  test('with a huge body is refused', async () => {
    const card = await newCard()
    const headers = auth(passToken(card.serial))
    const body = JSON.stringify({ pushToken: 'a', more: 'x'.repeat(10_000) })
    expect((await fetch(registrationAt(card, 'd'), { method: 'POST', headers, body })).status).toBe(413)
  })

  test('takes the body whatever its content type', async () => {
    const card = await newCard()
    const headers = { ...auth(passToken(card.serial)), 'Content-Type': 'text/plain' }
    const body = JSON.stringify({ pushToken: 'abc' })
    expect((await fetch(registrationAt(card, 'd'), { method: 'POST', headers, body })).status).toBe(201)
  })
})

describe('the log of phones', () => {
  const post = (body: string) =>
    fetch(`${base}/apple/v1/log`, { method: 'POST', body, headers: { 'X-Forwarded-For': '192.0.2.1' } })

  test('is kept by kind; nothing a phone wrote is repeated', async () => {
    const complaint =
      '[2026-11-22 12:00:00 +0000] Register task (for device 0123abcd, pass type pass.x, serial number SECRET1; with web service url https://cards.example) encountered error: Unexpected response code 401'
    expect((await post(JSON.stringify({ logs: [complaint, 'Anna Müller, anna@example.com'] }))).status).toBe(
      200,
    )
    expect(logged).toHaveLength(2)
    expect(JSON.parse(logged[0]!)).toMatchObject({
      task: 'register',
      reason: 'unexpected status',
      status: 401,
    })
    expect(JSON.parse(logged[1]!)).toMatchObject({ task: 'other', reason: 'other' })
    expect(logged.join()).not.toMatch(/SECRET1|0123abcd|anna|Müller/)
  })

  test('is limited in size and rate', async () => {
    expect((await post('{"logs":"all"}')).status).toBe(400)
    expect((await post(JSON.stringify({ logs: ['x'.repeat(100_000)] }))).status).toBe(413)
    const before = logged.length
    await post(JSON.stringify({ logs: Array(100).fill('trouble') }))
    expect(logged.length - before).toBe(11)
    const statuses = await Promise.all(
      Array.from({ length: 40 }, async () => (await post('{"logs":[]}')).status),
    )
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(10)
  })
})
