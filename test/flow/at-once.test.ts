import { afterAll, beforeAll, expect, it } from 'vitest'
import { createOpenTillDouble } from '../doubles/open-till.ts'
import { type Api, type Card, createMerchant, createProgram, type Entry, type Till } from '../support/api.ts'
import { type Installation, startApp, startInstallation } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'

const fifty = <T>(act: () => T): T[] => Array.from({ length: 50 }, act)

await describeSettings('fifty at once', (name) => {
  let setting: Setting
  let app: Installation
  let api: Api

  beforeAll(async () => {
    setting = await openSetting(name)
    app = await startInstallation(setting)
    api = await createMerchant(app.baseUrl)
  }, 180_000)
  afterAll(async () => {
    await app?.stop()
    await setting?.close()
  })

  it('redeem one coupon: one wins, and the others learn when and where', async () => {
    const program = await createProgram(
      api,
      1,
      { kind: 'visit' },
      { kind: 'staff_scan', codeSource: undefined },
    )
    const card = await api.post<Card>('/cards', { programId: program.id })
    const { coupons } = await api.post<Card>(`/cards/${card.id}/stamps`, { count: 1, reason: 'Welcome' })
    const ask = () => api.call('POST', `/coupons/${coupons[0]?.id}/redeem`, { location: 'Harbour Street' })
    const answers = await Promise.all(Array.from({ length: 50 }, ask))
    const won = answers.filter(({ status }) => status === 200)
    expect(won).toHaveLength(1)
    const { redeemedAt } = won[0]?.body ?? {}
    for (const answer of answers.filter((each) => each !== won[0])) {
      expect(answer.status).toBe(409)
      expect(answer.body).toMatchObject({
        reason: 'already-redeemed',
        redeemedAt,
        location: 'Harbour Street',
      })
    }
    // Counted once each, though fifty requests touched the coupon.
    const metrics = await (await fetch(`${app.baseUrl}/metrics`)).text()
    expect(metrics).toContain('stampbridge_coupons_redeemed_total{kind="staff_scan",channel="api"} 1')
    expect(metrics).toContain('stampbridge_coupons_issued_total{kind="staff_scan"} 1')
    expect(metrics).toContain('stampbridge_stamps_given_total{channel="api"} 1')
  })

  it('orders for one card, each told three times: the sum is exact', async () => {
    const program = await createProgram(api, 10)
    const card = await api.post<Card>('/cards', { programId: program.id })
    const till = await api.post<Till>('/tills', { provider: 'open', name: 'Stall' })
    const double = createOpenTillDouble({ url: till.webhookUrl, secret: till.webhookSecret ?? '' })
    const sell = (number: number) =>
      double.sell({ id: `order-${number}`, card: card.serial, total: 500 }, { times: 3 })
    const answers = await Promise.all(Array.from({ length: 50 }, (_, number) => sell(number)))
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200))
    await eventually(async () => {
      const now = await api.get<Card>(`/cards/${card.id}`)
      expect({ cycle: now.cycle, stamps: now.stamps }).toEqual({ cycle: 6, stamps: 0 })
      expect(now.coupons.map((coupon) => [coupon.cycle, coupon.state])).toEqual(
        [5, 4, 3, 2, 1].map((cycle) => [cycle, 'active']),
      )
    })
    const { items } = await api.get<{ items: Entry[] }>(`/cards/${card.id}/ledger?limit=100`)
    expect(items).toHaveLength(50)
    expect(new Set(items.map((entry) => entry.orderId)).size).toBe(50)
    expect(items[0]?.balance).toBe(50)
  })

  it('take up one claim for fifty cards: one gets it, and the others learn that it is gone', async () => {
    const program = await createProgram(api, 10)
    const { code } = await api.post<{ code: string }>('/claims', { stamps: 2 })
    const cards = await Promise.all(fifty(() => api.post<Card>('/cards', { programId: program.id })))
    const answers = await Promise.all(
      cards.map((card) => api.call('POST', '/claims/redeem', { cardId: card.id, code })),
    )
    expect(answers.filter(({ status }) => status === 200).map(({ body }) => body.outcome)).toEqual([
      'stamped',
    ])
    const reasons = answers.filter(({ status }) => status !== 200).map(({ body }) => body.reason)
    expect(reasons).toEqual(Array.from({ length: 49 }, () => 'already-counted'))
    const now = await Promise.all(cards.map((card) => api.get<Card>(`/cards/${card.id}`)))
    expect(now.reduce((sum, card) => sum + card.stamps, 0)).toBe(2)
  })

  it('send one scan: one stamp, and the same answer for all', async () => {
    const program = await createProgram(api, 10)
    const card = await api.post<Card>('/cards', { programId: program.id })
    const scan = { serial: card.serial, channel: 'counter', clientId: `once-${card.id}` }
    const answers = await Promise.all(fifty(() => api.call('POST', '/scans', scan)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(49)
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    expect((await api.get<Card>(`/cards/${card.id}`)).stamps).toBe(1)
  })

  it('undo scans of a card while its orders come: nobody waits in a ring, and the sum is exact', async () => {
    const program = await createProgram(api, 1000)
    const card = await api.post<Card>('/cards', { programId: program.id })
    const till = await api.post<Till>('/tills', { provider: 'open', name: 'Stall' })
    const double = createOpenTillDouble({ url: till.webhookUrl, secret: till.webhookSecret ?? '' })
    const sold = (n: number) =>
      whileBusy(() => double.sell({ id: `undo-${n}`, card: card.serial, total: 500 }))
    const scanned = async (n: number) => {
      const counter = `counter-${n}`
      const scan = {
        serial: card.serial,
        channel: 'counter',
        clientId: `${card.id}-${n}`,
        counter,
        tillId: till.id,
      }
      const { body } = await whileBusy(() => api.call('POST', '/scans', scan))
      return whileBusy(() => api.call('POST', '/undo', { actionId: body.id, counter }))
    }
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => (n % 2 ? scanned(n) : sold(n))))
    // A scan that was another's repeat, or found its order counted, did nothing that could be undone.
    for (const { status } of answers) expect([200, 404, 409]).toContain(status)
    await eventually(async () => {
      const { items } = await api.get<{ items: { outcome: string }[] }>(`/orders?cardId=${card.id}&limit=100`)
      expect(items.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 25 }, () => 'stamped'))
    })
    const { items } = await api.get<{ items: Entry[] }>(`/cards/${card.id}/ledger?limit=200`)
    const sum = items.reduce((total, entry) => total + entry.count, 0)
    expect((await api.get<Card>(`/cards/${card.id}`)).stamps).toBe(sum)
    expect(items[0]?.balance).toBe(sum)
    const { rows } = await setting.database.pool.query(
      'SELECT deadlocks::int AS rings FROM pg_stat_database WHERE datname = current_database()',
    )
    expect(rows).toEqual([{ rings: 0 }])
  })
})

/** As tills and scanners do: a slow machine may be too busy for fifty on one card, and says so. */
async function whileBusy<T extends { status: number }>(ask: () => Promise<T>): Promise<T> {
  const answer = await ask()
  return answer.status === 503 ? whileBusy(ask) : answer
}

await describeSettings(
  'two processes on a new database',
  (name) => {
    it('start together: one makes the tables, both serve', async () => {
      const setting = await openSetting(name)
      await setting.database.pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
      const apps = await Promise.all([startApp(setting), startApp(setting)])
      try {
        const apis = await Promise.all(apps.map((app) => createMerchant(app.baseUrl)))
        const programs = await Promise.all(apis.map((api) => createProgram(api, 3)))
        expect(new Set(programs.map((program) => program.slug)).size).toBe(2)
        const made = apps.filter((app) => app.output().includes('database brought up to date'))
        expect(made.length).toBeGreaterThan(0)
      } finally {
        await Promise.all(apps.map((app) => app.stop()))
        await setting.close()
      }
    }, 180_000)
  },
  ['postgres', 'postgres+redis'],
)
