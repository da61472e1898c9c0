import { describe, expect, test } from 'vitest'
import { passTypeId } from '../adapters/apple-wallet/demo-signer.ts'
import { appleService, auth, now, passToken } from '../support/apple-service.ts'

const service = appleService()
const { logged, registered, build, newCard, change, phone, passAt, registrationAt } = service
const count = (files: Map<string, Buffer>) =>
  JSON.parse(String(files.get('pass.json'))).storeCard.headerFields[0].value

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
    const list = `${service.base()}/apple/v1/devices/${iphone.deviceId}/registrations/${passTypeId}`
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
    fetch(`${service.base()}/apple/v1/log`, {
      method: 'POST',
      body,
      headers: { 'X-Forwarded-For': '192.0.2.1' },
    })

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
