import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type Card, createProgram, type Entry } from './api.ts'
import { makeHistory } from './chaos-history.ts'
import { createDice } from './random.ts'
import { describeSettings, openSetting, type Setting, type SettingName } from './settings.ts'
import { openShop, type Shop } from './shop.ts'
import { deliverAll, type Sent, type TillDelivery } from './till-deliveries.ts'

const seed = Number(process.env.CHAOS_SEED ?? 20_261_122)
const orders = Number(process.env.CHAOS_ORDERS ?? 40)
/** Enough for each kind of fault to come to each process. */
const kills = { embedded: 2, postgres: 3, 'postgres+redis': 5 }
const killsMore = Number(process.env.CHAOS_KILLS ?? 0)

/** A history of sales, told in order, in disorder and to processes that are killed: it ends the same. */
export const describeChaos = (setting: SettingName): Promise<void> =>
  describeSettings(`a history told in disorder, seed ${seed}`, suite, [setting])

function suite(name: SettingName): void {
  let setting: Setting
  let shop: Shop
  let programs: { id: string }[]
  let wanted: string[]

  beforeAll(async () => {
    setting = await openSetting(name)
    shop = await openShop(setting)
    programs = [
      await createProgram(shop.api, 3),
      await createProgram(shop.api, 2, { kind: 'amount', per: { amount: 1000, currency: 'EUR' } }),
    ]
  }, 180_000)
  afterAll(async () => {
    await shop?.close()
    await setting?.close()
  })

  const newCards = () =>
    Promise.all(
      Array.from({ length: 4 }, (_, at) =>
        shop.api.post<Card>('/cards', { programId: programs[at % programs.length]?.id }),
      ),
    )
  /** The same history each time, for cards and orders of its own. */
  const newHistory = async () => {
    const cards = await newCards()
    return { cards, deliveries: await makeHistory(shop, cards, createDice(seed), orders) }
  }
  const pages = async <T>(path: string): Promise<T[]> => {
    const all: T[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const join = path.includes('?') ? '&' : '?'
      const page: { items: T[]; nextCursor: string | null } = await shop.api.get(
        `${path}${join}limit=100${cursor && `&cursor=${cursor}`}`,
      )
      all.push(...page.items)
      cursor = page.nextCursor
    }
    return all
  }
  const figure = (metrics: string, line: string) =>
    Number(
      metrics
        .split('\n')
        .find((each) => each.startsWith(`${line} `))
        ?.split(' ')[1],
    )
  /** Until the database owes nothing to anybody. */
  const calm = async () => {
    // The figures may be a second old.
    await pause(1200)
    await vi.waitFor(
      async () => {
        const metrics = await (await fetch(`${shop.app.baseUrl}/metrics`)).text()
        for (const line of [
          'stampbridge_deliveries_waiting',
          'stampbridge_effects_owed{kind="fetch-order"}',
          'stampbridge_effects_owed{kind="place-code"}',
          'stampbridge_effects_owed{kind="push-pass"}',
        ])
          expect([line, figure(metrics, line)]).toEqual([line, 0])
      },
      { timeout: 120_000, interval: 250 },
    )
  }

  /** What a customer sees, and what the tills take: the same for every way in which the history was told. */
  async function endState(cards: Card[]): Promise<string[]> {
    return Promise.all(
      cards.map(async ({ id }) => {
        const card = await shop.api.get<Card>(`/cards/${id}`)
        const standing = card.coupons
          .filter((coupon) => coupon.state !== 'revoked')
          .map((coupon) => `cycle ${coupon.cycle} ${coupon.state}`)
        return `cycle ${card.cycle}, ${card.stamps} stamps, ${standing.sort().join(', ') || 'no coupon'}`
      }),
    )
  }

  async function expectNothingDouble(cards: Card[]): Promise<void> {
    for (const { id } of cards) {
      const card = await shop.api.get<Card>(`/cards/${id}`)
      const ledger = await pages<Entry>(`/cards/${id}/ledger`)
      const total = (card.cycle - 1) * card.goal + card.stamps
      expect(ledger.reduce((sum, entry) => sum + entry.count, 0)).toBe(total)
      expect(new Set(ledger.map((entry) => entry.id)).size).toBe(ledger.length)
      const standing = card.coupons.filter((coupon) => coupon.state !== 'revoked')
      expect(new Set(standing.map((coupon) => coupon.cycle)).size).toBe(standing.length)
      for (const coupon of card.coupons) {
        const good = coupon.state === 'active'
        const shelf = shop.shopify.discounts.filter((one) => one.code === coupon.code && !one.deactivated)
        const catalog = [...shop.square.catalog.values()].filter((one) =>
          one.discount_data.name.endsWith(` · ${coupon.code}`),
        )
        expect([coupon.state, shelf.length, catalog.length]).toEqual([
          coupon.state,
          Number(good),
          Number(good),
        ])
      }
    }
  }

  it('ends as it happened when it is told in order', async () => {
    const { cards, deliveries } = await newHistory()
    await deliverAll(deliveries, { lanes: 1 })
    await calm()
    wanted = await endState(cards)
    expect(wanted.join()).toContain('active')
    await expectNothingDouble(cards)
  }, 300_000)

  it('ends the same when everything comes twice and in any order', async () => {
    const { cards, deliveries } = await newHistory()
    await deliverAll(createDice(seed + 1).shuffled([...deliveries, ...deliveries]), { lanes: 8 })
    await calm()
    expect(await endState(cards)).toEqual(wanted)
    await expectNothingDouble(cards)
  }, 300_000)

  it('ends the same when processes are killed and Redis is emptied meanwhile', async () => {
    const { cards, deliveries } = await newHistory()
    const dice = createDice(seed + 2)
    let disturbed = false
    const disturbing = disturb().finally(() => {
      disturbed = true
    })
    const sent: Sent[] = []
    // Told for as long as there are kills, and more than once anyway.
    do {
      const told = dice.shuffled([...deliveries, ...deliveries])
      sent.push(...(await deliverAll(told, { lanes: 6, pauseMs: name === 'embedded' ? 120 : 150 })))
    } while (!disturbed)
    await disturbing
    await calm()
    console.log(
      `${name}: ${sent.length} sendings, ${sent.filter((each) => each.status !== 200).length} not answered with 200`,
    )
    expect(await endState(cards)).toEqual(wanted)
    await expectNothingDouble(cards)
    await expectInInbox(sent)

    async function disturb(): Promise<void> {
      const redis = setting.config.redis.url ? new Redis(setting.config.redis.url) : null
      const { processes } = shop.app
      for (let killed = 0; killed < kills[name] + killsMore; killed += 1) {
        await pause(100 + dice.roll(600))
        if (killed % 2 === 0) await redis?.flushdb()
        const stumbleMs = killed % 3 === 1 ? dice.roll(1500) : undefined
        await shop.app.replace(killed % processes.length, stumbleMs)
      }
      await redis?.quit()
    }
  }, 300_000)

  it('uses each coupon once, and replaces what was given back once, however it is told', async () => {
    const card = (await newCards())[0]!
    await shop.api.post(`/cards/${card.id}/stamps`, { count: 6 * card.goal, reason: 'Head start' })
    await calm()
    const { coupons } = await shop.api.get<Card>(`/cards/${card.id}`)
    expect(coupons.map((coupon) => coupon.state)).toEqual(coupons.map(() => 'active'))
    const given = coupons.filter((_, at) => at % 2 === 0)
    const told: TillDelivery[] = []
    for (const coupon of coupons) {
      const lines = [{ title: 'Flat white', price: 380 }]
      const sold = await shop.shopify.sell({ lines, discountCode: coupon.code }, { hold: true })
      const back = given.includes(coupon)
        ? await shop.shopify.refund(sold.order.id, {}, { hold: true })
        : { deliveries: [] }
      const url = `${shop.app.baseUrl}/webhooks/shopify`
      told.push(...[...sold.deliveries, ...back.deliveries].map((each) => ({ url, ...each })))
    }
    const twice = createDice(seed + 3).shuffled([...told, ...told])
    const telling = deliverAll(twice, { lanes: 4, pauseMs: 60 })
    await pause(150)
    await shop.app.replace(shop.app.processes.length - 1)
    await telling
    await calm()
    const now = await shop.api.get<Card>(`/cards/${card.id}`)
    expect(now).toMatchObject({ cycle: 7, stamps: 0 })
    const used = now.coupons.filter((coupon) => coupon.state === 'redeemed')
    expect(used.map((coupon) => coupon.id).toSorted()).toEqual(coupons.map((coupon) => coupon.id).toSorted())
    const flagged = used.filter((coupon) => coupon.flag === 'redemption-refunded')
    expect(flagged.map((coupon) => coupon.id).toSorted()).toEqual(given.map((coupon) => coupon.id).toSorted())
    const fresh = now.coupons.filter((coupon) => coupon.state === 'active')
    expect(fresh.map((coupon) => coupon.cycle).toSorted()).toEqual(
      given.map((coupon) => coupon.cycle).toSorted(),
    )
    expect(new Set(now.coupons.map((coupon) => coupon.code)).size).toBe(9)
    expect(now.coupons).toHaveLength(9)
  }, 300_000)

  /** Whatever was answered with 200 lies in the inbox, once. */
  async function expectInInbox(sent: Sent[]): Promise<void> {
    const rows = await pages<{ deliveryId: string; topic: string; state: string }>('/deliveries')
    const kept = rows.map(({ deliveryId, topic }) => `${deliveryId}/${topic}`)
    expect(new Set(kept).size).toBe(kept.length)
    const known = new Set(rows.map((row) => row.deliveryId))
    const lost = sent.filter(({ delivery, status }) => status === 200 && !known.has(idOf(delivery)))
    expect(lost).toEqual([])
    expect(rows.filter((row) => row.state !== 'done')).toEqual([])
  }
}

const idOf = ({ headers, body }: TillDelivery): string =>
  headers['x-shopify-webhook-id'] ?? headers['webhook-id'] ?? JSON.parse(body).event_id
