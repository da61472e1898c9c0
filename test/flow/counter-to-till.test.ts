import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createOpenTillDouble, type OpenTillDouble } from '../doubles/open-till.ts'
import type { Card } from '../support/api.ts'
import { answerIn, type DeviceBrowser, openDevice } from '../support/device-browser.ts'
import { openScannerShop, type ScannerShop } from '../support/scanner-shop.ts'
import { describeSettings } from '../support/settings.ts'

type OrderShown = { externalId: string; outcome: string; stamps: number }

await describeSettings('a card shown at the counter, and the till’s sale that follows', (name) => {
  let shop: ScannerShop
  let till: OpenTillDouble
  let counter: DeviceBrowser
  let visits: string
  let spending: string
  const reward = { title: 'Free coffee', kind: 'staff_scan' }
  beforeAll(async () => {
    shop = await openScannerShop(name)
    till = createOpenTillDouble({ url: shop.till.webhookUrl, secret: shop.till.webhookSecret ?? '' })
    counter = openDevice(shop.app.baseUrl)
    await counter.press((await shop.pairingPath('counter', 'Till side')).path)
    await counter.open('/counter')
    const milestones = [{ at: 10, reward }]
    visits = (await shop.program({ goal: 10, earn: { kind: 'visit' }, milestones })).id
    const per = { amount: 500, currency: 'EUR' }
    spending = (await shop.program({ goal: 10, earn: { kind: 'amount', per }, milestones })).id
  })
  afterAll(() => shop?.close())

  const show = async (card: Card, clientId: string = randomUUID()) =>
    answerIn((await counter.press('/counter', { text: card.serial, clientId })).text)
  const sell = async (id: string, total: number) =>
    expect((await till.sell({ id, total, locationId: 'harbour' })).status).toBe(200)
  const stamps = async (card: Card) => (await shop.api.get<Card>(`/cards/${card.id}`)).stamps
  const orders = async (card: Card) =>
    (await shop.api.get<{ items: OrderShown[] }>(`/orders?cardId=${card.id}`)).items
  const counted = async (card: Card) => (await shop.ledger(card)).reduce((sum, { count }) => sum + count, 0)

  it('are one visit: one stamp, given at once, and the sale is the card’s', async () => {
    const card = await shop.card(visits)
    const clientId = randomUUID()
    expect((await show(card, clientId))?.tone).toBe('good')
    await show(card, clientId)
    await sell('visit-1', 350)
    await expect.poll(() => orders(card)).toMatchObject([{ externalId: 'visit-1' }])
    await sell('visit-1', 350)
    expect([await stamps(card), await counted(card)]).toEqual([1, 1])
    // Shown again after the till has spoken: still the same visit.
    expect((await show(card))?.words).toContain('Already counted')
    expect([await stamps(card), await counted(card)]).toEqual([1, 1])
  })

  it('are one purchase where the amount decides: the scan waits, the sale brings its stamps, once', async () => {
    const card = await shop.card(spending)
    expect((await show(card))?.tone).toBe('saved')
    expect(await stamps(card)).toBe(0)
    await sell('amount-1', 1700)
    await expect.poll(() => stamps(card)).toBe(3)
    expect(await orders(card)).toMatchObject([{ externalId: 'amount-1', outcome: 'stamped' }])
    await sell('amount-1', 1700)
    expect([await stamps(card), await counted(card)]).toEqual([3, 3])
  })
})
