import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiServer, adminKey, openApiServer, programInput } from './api-server.ts'

describe('REST API against bad input', () => {
  let api: ApiServer
  let key: string
  let cardId: string
  beforeAll(async () => {
    api = await openApiServer('embedded')
    key = (await api.merchant()).key
    cardId = (await api.card(key, (await api.program(key)).id)).id
  }, 180_000)
  afterAll(async () => {
    expect(api.reported).toEqual([])
    await api.close()
  })

  const reward = { title: 'Coffee', kind: 'redeem_code' }
  const withReward = (fields: object) => ({ milestones: [{ at: 3, reward: { ...reward, ...fields } }] })
  const withEarn = (earn: object) => ({ earn })
  const eur = (amount: number) => ({ amount, currency: 'EUR' })

  it.each<[what: string, fields: object, field: string]>([
    ['no name', { name: undefined }, 'name'],
    ['a blank name', { name: '  ' }, 'name'],
    ['a name with a NUL', { name: 'a\u0000b' }, 'name'],
    ['a name with half a surrogate pair', { name: 'a\ud800' }, 'name'],
    ['a long name', { name: 'x'.repeat(101) }, 'name'],
    ['a number for a name', { name: 7 }, 'name'],
    ['an unknown field', { colour: 'red' }, 'colour'],
    ['a dangerous field', JSON.parse('{"__proto__": {"x": 1}}'), '__proto__'],
    ['a bad slug', { slug: 'no spaces' }, 'slug'],
    ['a text for the goal', { goal: '3' }, 'goal'],
    ['a goal of zero', { goal: 0 }, 'goal'],
    ['half a goal', { goal: 2.5 }, 'goal'],
    ['a huge goal', { goal: 1e300 }, 'goal'],
    ['a goal that is not the last milestone', { goal: 4 }, 'goal'],
    ['no milestones', { milestones: [] }, 'milestones'],
    [
      'milestones that do not ascend',
      { milestones: [programInput.milestones[0], programInput.milestones[0]] },
      'milestones[1].at',
    ],
    ['an unknown way to earn', withEarn({ kind: 'luck' }), 'earn.kind'],
    ['no way to earn', withEarn({}), 'earn.kind'],
    ['a field of another way to earn', withEarn({ kind: 'visit', per: eur(1) }), 'earn.per'],
    ['an amount rule without amount', withEarn({ kind: 'amount' }), 'earn.per'],
    ['a fraction of a cent', withEarn({ kind: 'amount', per: eur(1.5) }), 'earn.per.amount'],
    ['an amount of nothing', withEarn({ kind: 'amount', per: eur(0) }), 'earn.per.amount'],
    [
      'an unknown currency',
      withEarn({ kind: 'amount', per: { amount: 5, currency: 'EUX' } }),
      'earn.per.currency',
    ],
    ['an item rule that matches nothing', withEarn({ kind: 'item', match: {} }), 'earn.match'],
    ['a limit of zero', withEarn({ kind: 'visit', limits: { perDay: 0 } }), 'earn.limits.perDay'],
    [
      'a day that is none',
      withEarn({ kind: 'visit', multipliers: [{ days: ['someday'], factor: 2 }] }),
      'earn.multipliers[0].days[0]',
    ],
    [
      'an empty window',
      withEarn({ kind: 'visit', multipliers: [{ from: '10:00', to: '10:00', factor: 2 }] }),
      'earn.multipliers[0].to',
    ],
    [
      'a time that is none',
      withEarn({ kind: 'visit', multipliers: [{ from: '25:00', factor: 2 }] }),
      'earn.multipliers[0].from',
    ],
    ['an unknown kind of reward', withReward({ kind: 'gift' }), 'milestones[0].reward.kind'],
    ['a shared code that is missing', withReward({ codeSource: 'shared' }), 'milestones[0].reward.code'],
    [
      'a shared code with blanks',
      withReward({ codeSource: 'shared', code: 'TEN OFF' }),
      'milestones[0].reward.code',
    ],
    ['a code where none is shared', withReward({ code: 'TEN' }), 'milestones[0].reward.code'],
    [
      'a code source without codes',
      withReward({ kind: 'staff_scan', codeSource: 'pool' }),
      'milestones[0].reward.codeSource',
    ],
    [
      'a discount of more than all',
      withReward({ discount: { percent: 101 } }),
      'milestones[0].reward.discount.percent',
    ],
    [
      'a discount in another currency',
      {
        earn: { kind: 'amount', per: eur(500) },
        ...withReward({ discount: { amount: { amount: 1, currency: 'USD' } } }),
      },
      'milestones[0].reward.discount.amount.currency',
    ],
    [
      'two discounts in one',
      withReward({ discount: { percent: 5, amount: eur(1) } }),
      'milestones[0].reward.discount.amount',
    ],
    ['an EAN of letters', withReward({ display: 'ean13' }), 'milestones[0].reward.display'],
    [
      'an EAN with a wrong check digit',
      withReward({ display: 'ean13', codeSource: 'shared', code: '4006381333932' }),
      'milestones[0].reward.code',
    ],
    ['an id for a new reward', withReward({ id: crypto.randomUUID() }), 'milestones[0].reward.id'],
  ])('refuses a program with %s', async (_, fields, field) => {
    const body = Object.assign(Object.create(null), programInput)
    for (const [name, value] of Object.entries(fields))
      Object.defineProperty(body, name, { value, enumerable: true, configurable: true })
    const reply = await api.call('POST /programs', { key, body })
    expect(reply.status, reply.text).toBe(400)
    expect(reply.body.errors.map((each: { field: string }) => each.field)).toContain(field)
  })

  it.each<[line: string, body: unknown, field: string]>([
    ['POST /programs', [], 'body'],
    ['POST /programs', null, 'body'],
    ['POST /cards', {}, 'programId'],
    ['POST /cards', { programId: '7' }, 'programId'],
    ['POST /cards/ID/stamps', { count: 0, reason: 'x' }, 'count'],
    ['POST /cards/ID/stamps', { count: 1.5, reason: 'x' }, 'count'],
    ['POST /cards/ID/stamps', { count: 1e9, reason: 'x' }, 'count'],
    ['POST /cards/ID/stamps', { count: 1 }, 'reason'],
    ['POST /cards/ID/links', { tillId: 'x', customerId: 'y' }, 'tillId'],
    ['POST /tills', { provider: 'abacus' }, 'provider'],
    ['POST /tills', { provider: 'shopify', shop: 'evil.example.com', accessToken: 'x' }, 'shop'],
    ['POST /tills', { provider: 'shopify', shop: 'a.myshopify.com', accessToken: 'x y' }, 'accessToken'],
    ['POST /tills', { provider: 'open', name: 'x', accessToken: 'x' }, 'accessToken'],
    ['PATCH /merchants/me', {}, 'body'],
    ['PATCH /merchants/me', { timeZone: 'Moon/Sea' }, 'timeZone'],
    ['PATCH /merchants/me', { timeZone: '+02:00' }, 'timeZone'],
    ['PATCH /merchants/me', { currency: 'eur' }, 'currency'],
    ['PATCH /merchants/me', { locale: '!!' }, 'locale'],
    ['PATCH /merchants/me', { country: 'XQ' }, 'country'],
    [
      'PATCH /merchants/me',
      { look: { background: '#ffffff', foreground: '#eeeeee', accent: '#000000' } },
      'look.foreground',
    ],
    ['GET /cards?limit=0', undefined, 'limit'],
    ['GET /cards?limit=201', undefined, 'limit'],
    ['GET /cards?limit=ten', undefined, 'limit'],
    ['GET /cards?limit=1&limit=2', undefined, 'limit'],
    ['GET /cards?cursor=nonsense', undefined, 'cursor'],
    ['GET /cards?colour=red', undefined, 'colour'],
    ['GET /cards?serial=a%00b', undefined, 'serial'],
    ['POST /scans', { serial: 'a\u0000b', channel: 'counter', clientId: 'c-1' }, 'serial'],
    ['GET /coupons?state=lost', undefined, 'state'],
  ])('%s with %j names what is wrong', async (line, body, field) => {
    const reply = await api.call(line.replace('ID', cardId), { key, body })
    expect(reply.status, reply.text).toBe(400)
    const wrong = reply.body.errors.find((each: { field: string }) => each.field === field)
    expect(wrong, reply.text).toBeDefined()
    expect(wrong.message.length).toBeGreaterThan(5)
  })

  it('never repeats what was sent, which may be a secret', async () => {
    const body = { provider: 'square', merchantId: 'x', accessToken: 'secret token' }
    expect((await api.call('POST /tills', { key, body })).text).not.toContain('secret')
  })

  const json = { 'content-type': 'application/json' }
  it.each<
    [what: string, raw: string | Buffer, headers: Record<string, string>, status: number, code: string]
  >([
    ['a torn text', '{"name":', json, 400, 'malformed-json'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), json, 400, 'not-utf-8'],
    ['a deep nest', '['.repeat(5000) + ']'.repeat(5000), json, 400, 'too-deep'],
    ['too long a text', `{"name":"${'x'.repeat(1_000_001)}"}`, json, 413, 'too-large'],
    [
      'too long a text in a small parcel',
      gzipSync(`{"name":"${'x'.repeat(1_000_001)}"}`),
      { ...json, 'content-encoding': 'gzip' },
      413,
      'too-large',
    ],
    [
      'a form',
      'name=x',
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
      'unsupported-media-type',
    ],
    [
      'another charset',
      '{}',
      { 'content-type': 'application/json; charset=latin1' },
      415,
      'unsupported-media-type',
    ],
    ['an unknown encoding', '{}', { ...json, 'content-encoding': 'rot13' }, 415, 'unsupported-encoding'],
  ])('answers %s clearly', async (_, raw, headers, status, code) => {
    const reply = await api.call('POST /programs', { key, raw, headers })
    expect([reply.status, reply.body.type]).toEqual([status, `urn:stampbridge:problem:${code}`])
    expect(reply.body.detail.length).toBeGreaterThan(10)
  })

  it.each([
    'GET /programs/not-an-id',
    'GET /programs/019aab5e-1f00-7000-8000-000000000001',
    'GET /cards/%00',
    'GET /cards/1%20OR%201=1',
    'GET /cards/019aab5e-1f00-7000-8000-000000000001/ledger',
    'DELETE /cards/019aab5e-1f00-7000-8000-000000000001',
    'POST /coupons/x/redeem',
    'GET /tills/x/orders/y',
    'GET /tills/019aab5e-1f00-7000-8000-000000000001/orders/%00',
    'GET /codes/%00',
    'GET /nowhere',
    'POST /code-pools/x/codes',
  ])('answers 404 to %s', async (line) => {
    const body = line.startsWith('POST /code-pools') ? { codes: ['A'] } : undefined
    expect((await api.call(line, { key, body })).status).toBe(404)
  })

  it('answers 404 for a card of a program that does not exist', async () => {
    const programId = crypto.randomUUID()
    expect((await api.call('POST /cards', { key, body: { programId } })).status).toBe(404)
  })

  it('refuses a broken address', async () => {
    expect((await api.call('GET /cards/%zz', { key })).status).toBe(400)
  })

  it('says which methods an address knows', async () => {
    const reply = await api.call('PUT /cards', { key })
    expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'POST, GET, HEAD, OPTIONS'])
  })

  it('asks for a key, and refuses a wrong one and one of the wrong kind', async () => {
    const without = await api.call('GET /cards')
    expect([without.status, without.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer realm="stampbridge"',
    ])
    const wrong = await api.call('GET /cards', { key: `${key}x` })
    expect(wrong.headers.get('www-authenticate')).toContain('invalid_token')
    const basic = await api.call('GET /cards', { headers: { authorization: `Basic ${key}` } })
    expect([wrong.status, basic.status]).toEqual([401, 401])
    expect((await api.call('POST /merchants', { key, body: { name: 'x' } })).status).toBe(403)
    expect((await api.call('GET /cards', { key: adminKey })).status).toBe(403)
    expect((await api.call('POST /merchants', { body: { name: 'x' } })).status).toBe(401)
  })

  it('slows down a key that asks too often', async () => {
    const slow = await openApiServer('embedded', () => ({ requestsPerMinute: 3 }))
    try {
      const [a, b] = [(await slow.merchant()).key, (await slow.merchant()).key]
      const statuses: number[] = []
      for (let i = 0; i < 5; i++) statuses.push((await slow.call('GET /cards', { key: a })).status)
      expect(statuses).toEqual([200, 200, 200, 429, 429])
      expect((await slow.call('GET /cards', { key: a })).headers.get('retry-after')).toBe('10')
      expect((await slow.call('GET /cards', { key: b })).status).toBe(200)
    } finally {
      await slow.close()
    }
  })
})
