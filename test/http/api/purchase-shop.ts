import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import type { OrderEvent, Sale } from '../../../src/domain/order.ts'
import { at, sold } from '../../support/orders.ts'
import { tell } from '../../support/sell.ts'
import type { SettingName } from '../../support/settings.ts'
import { type ApiServer, type Body, openApiServer } from './api-server.ts'

export const minuteMs = 60_000
export const dayMs = 86_400_000
export const tenth = [{ at: 10, reward: { title: 'Free coffee', kind: 'staff_scan' } }]

/**
 * A merchant with a till and a program of visits, open for the suite that calls this. Its clock goes on by hours from test
 * to test, so that no test's scans are near another's orders.
 */
export function usePurchaseShop(setting: SettingName) {
  let api: ApiServer
  let key: string
  let merchantId: string
  let tillId: string
  let programId: string
  let clock = at('2026-03-02T06:00:00Z')
  beforeAll(async () => {
    api = await openApiServer(setting)
    const merchant = await api.merchant({ timeZone: 'Europe/Berlin' })
    key = merchant.key
    merchantId = merchant.id
    tillId = (await post('/tills', { provider: 'open', name: 'Harbour Street' })).body.id
    programId = (await api.program(key, { goal: 10, milestones: tenth })).id
  }, 180_000)
  afterAll(() => api?.close())
  beforeEach(() => {
    clock += 5 * 60 * minuteMs
    api.clock.now = clock
  })

  const post = (path: string, body: object) => api.call(`POST ${path}`, { key, body })
  return {
    get api() {
      return api
    },
    get key() {
      return key
    },
    get tillId() {
      return tillId
    },
    post,
    say: (...events: OrderEvent[]) =>
      tell(api.database, () => api.clock.now, { merchantId, tillId }, ...events),
    nobodys: (id: string, part: Partial<Sale> = {}) =>
      sold(id, { cardSerial: undefined, placedAt: api.clock.now, ...part }),
    card: (program = programId) => api.card(key, program),
    /** As the ledger says, which the card has to agree with. */
    async stamps(of: Body): Promise<number> {
      const { items } = (await api.call(`GET /cards/${of.id}/ledger`, { key })).body
      const sum = items.reduce((total: number, entry: Body) => total + entry.count, 0)
      const now = (await api.call(`GET /cards/${of.id}`, { key })).body
      expect(now.stamps + (now.cycle - 1) * now.goal).toBe(sum)
      return sum
    },
    order: async (id: string): Promise<Body> =>
      (await api.call(`GET /tills/${tillId}/orders/${encodeURIComponent(id)}`, { key })).body,
    scan: (of: Body, part: object = {}) =>
      post('/scans', { serial: of.serial, channel: 'counter', clientId: randomUUID(), tillId, ...part }),
  }
}
