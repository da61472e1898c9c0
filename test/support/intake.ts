import pino from 'pino'
import { openTill } from '../../adapters/open-till/adapter.ts'
import { shopifyReader } from '../../adapters/shopify/reader.ts'
import { createSquareReader } from '../../adapters/square/reader.ts'
import { processInboxWith } from '../../src/app/process-inbox.ts'
import type { Provider } from '../../src/ports/till.ts'
import { createKeyring } from '../../src/secrets/keyring.ts'
import { newId, newRedeemCode } from '../../src/secrets/random-id.ts'
import type { Database } from '../../src/store/database.ts'
import { createCardStore } from '../../src/store/hot/card-store.ts'
import { createInbox } from '../../src/store/hot/inbox.ts'

/** Of the merchants that the tests make. */
export const testSecretKey = 'a secret key of the tests, long enough'

type Where = { merchantId: string; tillId: string }

/** What lies behind the webhook door: deliveries whose signature held are stored, and processed at once. */
export function createIntake(database: Database, now: () => number) {
  const inbox = createInbox(database.pool, now)
  const square = createSquareReader({ notificationUrl: 'https://stamps.example/webhooks/square' })
  const work = processInboxWith({
    store: createCardStore(database.pool, now),
    readers: { open: openTill.reader, shopify: shopifyReader, square },
    clock: now,
    newId,
    newCode: newRedeemCode,
    keyring: createKeyring([testSecretKey]),
    onBatch: () => undefined,
    log: pino({ level: 'silent' }),
  })
  const take = async (where: Where, provider: Provider, topic: string, body: unknown) => {
    const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
    const delivery = { topic, deliveryId: newRedeemCode(16), body: bytes, receivedAt: now() }
    await inbox.accept({ ...where, provider, ...delivery })
    await work()
  }
  let sales = 0
  return {
    take,
    /** A paid order of an open till; its id. */
    async sell(where: Where, order: Record<string, unknown> & { id?: string }): Promise<string> {
      const { id = `sale-${++sales}`, ...rest } = order
      const closedAt = new Date(now()).toISOString()
      const told = { closedAt, currency: 'EUR', total: 400, lines: [], discountCodes: [], ...rest, id }
      await take(where, 'open', 'order.paid', { type: 'order.paid', timestamp: closedAt, data: told })
      return id
    },
    async refund(where: Where, orderId: string, amount = 400): Promise<void> {
      const data = { id: `refund-${orderId}`, orderId, amount }
      const timestamp = new Date(now()).toISOString()
      await take(where, 'open', 'order.refunded', { type: 'order.refunded', timestamp, data })
    },
  }
}
