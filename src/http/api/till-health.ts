import { z } from 'zod'
import { failureSaid } from '../../domain/failure-note.ts'
import { tillHealth } from '../../domain/reconcile-plan.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ReconciliationState, Reconciliations } from '../../ports/reconciliation.ts'
import { asTime, time } from './fields.ts'

export type TillHealthDeps = { searches: Pick<Reconciliations, 'states' | 'lookBack'>; now: Clock }

/** How a till is being kept up with. */
export const healthFields = {
  health: z
    .enum(['ok', 'behind', 'failing', 'no-webhooks', 'ended'])
    .describe(
      '`behind`: the till was not reached lately, or throttles us, and is asked again from where that began. `failing`: that has happened several times, see `lastError`. `no-webhooks`: sales are found by asking the till alone, minutes late.',
    ),
  reconciledUntil: time
    .nullable()
    .describe('Every change up to then was looked for in the till itself; null for an open till.'),
  lastOrderAt: time.nullable().describe('The newest change of an order seen by asking the till.'),
  lastError: z.string().nullable().describe('Why the till could not be asked the last time.'),
  missedOrders: z.int().describe('Orders found by asking the till whose webhook never came.'),
}

export const lookBackDays = z
  .int()
  .min(0)
  .max(60)
  .optional()
  .describe(
    'Days before the connection whose orders earn, too; none when left out. Shopify shows 60 at most.',
  )

const asShown = (state: ReconciliationState | null) => ({
  reconciledUntil: state && asTime(state.reconciledUntil),
  lastOrderAt: state?.lastOrderAt ? asTime(state.lastOrderAt) : null,
  lastError: state?.lastError ? failureSaid(state.lastError) : null,
  missedOrders: state?.missed ?? 0,
})

/** The health of these tills of one merchant, read at once. @returns how to show one of them */
export async function healthOf(
  { searches, now }: TillHealthDeps,
  merchantId: string,
  tills: { id: string }[],
) {
  const states = await searches.states(
    merchantId,
    tills.map(({ id }) => id),
  )
  const byId = new Map(states.map((state) => [state.tillId, state]))
  return (till: { id: string; state: string }) => {
    const state = byId.get(till.id) ?? null
    return { health: tillHealth(till.state, state, now()), ...asShown(state) }
  }
}

const dayMs = 86_400_000

/** Orders of so many days before now earn as well. */
export const lookBack = (
  { searches, now }: TillHealthDeps,
  till: { merchantId: string; id: string },
  days: number,
): Promise<void> => searches.lookBack(till, now() - days * dayMs)
