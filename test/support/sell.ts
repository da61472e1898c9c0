import { judgeBatch } from '../../src/app/judge-batch.ts'
import type { OrderEvent } from '../../src/domain/order.ts'
import { newId, newRedeemCode } from '../../src/secrets/random-id.ts'
import type { Database } from '../../src/store/database.ts'
import { createCardStore } from '../../src/store/hot/card-store.ts'

/** What a till said, applied through the store at the time of `now`, one transaction for each message. */
export async function tell(
  database: Database,
  now: () => number,
  till: { merchantId: string; tillId: string },
  ...events: OrderEvent[]
): Promise<void> {
  const store = createCardStore(database.pool, now)
  const tools = () => ({ now: now(), newId: () => newId(now()), newCode: newRedeemCode })
  for (const event of events)
    await store.transact(async (tx) => {
      const judged = await judgeBatch(tx, [{ ...till, event }], tools)
      await tx.save({ ...judged, deliveries: [], outbox: [] })
    })
}
