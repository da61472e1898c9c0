import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createOpenTillDouble } from '../doubles/open-till.ts'
import { type Api, type Card, createMerchant, createProgram, type Entry, type Till } from '../support/api.ts'
import { type Installation, startApp, startInstallation } from '../support/app.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'

const eventually = <T>(look: () => Promise<T>): Promise<T> =>
  vi.waitFor(look, { timeout: 15_000, interval: 50 })

await describeSettings('fifty at once', (name) => {
  let setting: Setting
  let app: Installation
  let api: Api

  beforeAll(async () => {
    setting = await openSetting(name)
    app = await startInstallation(setting)
    api = await createMerchant(app.baseUrl)
  }, 90_000)
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
})

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
    }, 60_000)
  },
  ['postgres', 'postgres+redis'],
)
