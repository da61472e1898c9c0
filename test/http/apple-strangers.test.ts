import { describe, expect, test } from 'vitest'
import { passTypeId } from '../adapters/apple-wallet/demo-signer.ts'
import { appleService, auth, passToken } from '../support/apple-service.ts'
import type { BareCard } from '../support/bare-cards.ts'

const service = appleService()
const { registered, build, newCard, change, phone, holdersOf, passAt, registrationAt } = service

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
    expect((await fetch(`${service.base()}/apple/v1/devices/d/registrations/pass.other`)).status).toBe(404)
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
    const { rows } = await service.pool().query("SELECT FROM apple_device WHERE id LIKE 'storm-%'")
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
    const list = `${service.base()}/apple/v1/devices/eager/registrations/${passTypeId}`
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
