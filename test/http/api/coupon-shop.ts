import { afterAll, beforeAll } from 'vitest'
import type { SettingName } from '../../support/settings.ts'
import { type ApiServer, type Body, openApiServer } from './api-server.ts'

export const minute = 60_000
export const day = 86_400_000

/** A merchant whose cards hold coupons, open for the suite that calls this. */
export function useCouponShop(setting: SettingName) {
  let api: ApiServer
  let key: string
  let merchantId: string
  beforeAll(async () => {
    api = await openApiServer(setting)
    const merchant = await api.merchant({ timeZone: 'Europe/Berlin' })
    key = merchant.key
    merchantId = merchant.id
  }, 180_000)
  afterAll(() => api?.close())

  const post = (path: string, body?: object) => api.call(`POST ${path}`, { key, ...(body && { body }) })
  const get = async (path: string): Promise<Body> => (await api.call(`GET ${path}`, { key })).body
  const stamp = (cardId: string, count: number, more: object = {}) =>
    post(`/cards/${cardId}/stamps`, { count, reason: 'by hand', ...more })
  return {
    get api() {
      return api
    },
    get key() {
      return key
    },
    get merchantId() {
      return merchantId
    },
    ...{ post, get, stamp },
    couponsOf: async (cardId: string): Promise<Body[]> => (await get(`/cards/${cardId}`)).coupons,
    /** A card with one open coupon of this reward. */
    async holder(reward: object = {}): Promise<{ card: Body; coupon: Body; program: Body }> {
      const milestones = [{ at: 3, reward: { title: 'Free coffee', kind: 'staff_scan', ...reward } }]
      const program = await api.program(key, { milestones })
      const card = await api.card(key, program.id)
      await stamp(card.id, 3)
      const coupon = (await get(`/cards/${card.id}`)).coupons[0]
      return { card, coupon, program }
    },
  }
}
