import { createInbox } from '../src/store/hot/inbox.ts'
import { makeShop, orderBody, withDatabase } from './database.ts'
import { processInboxOn } from './drain.ts'
import { median, type Row, row } from './row.ts'

const samples = 400

/** (e) One stamp, from the accepted delivery to the written card, with a thousand and with a million cards. */
export async function latency(): Promise<Row[]> {
  const few = await stampLatency(1000)
  const many = await stampLatency(1_000_000)
  return [row('stamp latency p50 in ms, a million cards : a thousand cards', few, many, '<= 1.2')]
}

const stampLatency = (cards: number): Promise<number> =>
  withDatabase('latency', async (database) => {
    const { serials, merchantId, tillId } = await makeShop(database.pool, cards)
    const inbox = createInbox(database.pool, Date.now)
    const process = processInboxOn(database)
    const times: number[] = []
    for (let i = 0; i < samples; i++) {
      const serial = serials[(i * 7919) % serials.length]!
      const start = performance.now()
      await inbox.accept({
        merchantId,
        tillId,
        provider: 'open',
        topic: 'order.paid',
        deliveryId: String(i),
        body: orderBody(String(i), serial),
        receivedAt: Date.now(),
      })
      await process()
      times.push(performance.now() - start)
    }
    // The first ones prepare statements and fill caches.
    return median(times.slice(50))
  })
