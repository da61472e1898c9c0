import { expect, it } from 'vitest'
import { createOpenTillDouble } from '../doubles/open-till.ts'
import { createMerchant, type Till } from '../support/api.ts'
import { freePort, startApp } from '../support/app.ts'
import { eventually, promptMs } from '../support/eventually.ts'
import { describeSettings, openSetting } from '../support/settings.ts'
import { sendOnce, type TillDelivery } from '../support/till-deliveries.ts'

await describeSettings('a process that is told to stop while tills send', (name) => {
  it('answers nothing with 5xx, keeps what it took, and is gone within seconds', async () => {
    const setting = await openSetting(name)
    const port = await freePort()
    const app = await startApp(setting, { port })
    const api = await createMerchant(app.baseUrl)
    const till = await api.post<Till>('/tills', { provider: 'open', name: 'Stall' })
    const double = createOpenTillDouble({ url: till.webhookUrl, secret: till.webhookSecret ?? '' })

    const taken = new Set<string>()
    const statuses = new Map<number | null, number>()
    let gone = false
    const send = async (lane: number) => {
      for (let number = 0; !gone; number += 1) {
        const id = `msg_${lane}_${number}`
        const request = double.request('order.paid', order(id), id)
        const delivery: TillDelivery = { url: till.webhookUrl, ...request }
        const status = await sendOnce(delivery)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        if (status === 200) taken.add(id)
        if (status === null) return
      }
    }
    const lanes = Array.from({ length: 10 }, (_, lane) => send(lane))
    await eventually(() => expect(taken.size).toBeGreaterThan(50))
    const begin = performance.now()
    expect(await app.stop()).toBe(0)
    const took = performance.now() - begin
    gone = true
    await Promise.all(lanes)
    console.log(`${name}: stopped in ${Math.round(took)} ms under load`, Object.fromEntries(statuses))
    expect(took).toBeLessThan(promptMs)
    expect([...statuses.keys()].filter((status) => status !== 200 && status !== null)).toEqual([])

    const again = await startApp(setting, { port })
    const kept = new Set<string>()
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: { deliveryId: string }[]; nextCursor: string | null } = await api.get(
        `/deliveries?limit=100${cursor && `&cursor=${cursor}`}`,
      )
      for (const { deliveryId } of page.items) kept.add(deliveryId)
      cursor = page.nextCursor
    }
    expect([...taken].filter((id) => !kept.has(id))).toEqual([])
    expect(await again.stop()).toBe(0)
    await setting.close()
  }, 180_000)
})

const order = (id: string) => ({
  id,
  closedAt: new Date().toISOString(),
  currency: 'EUR',
  total: 500,
  lines: [],
  discountCodes: [],
})
