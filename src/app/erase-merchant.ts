import type { Clock } from '../ports/clock.ts'
import type { MerchantErasure } from '../ports/merchant-erasure.ts'

type Deps = { erasure: MerchantErasure; now: Clock }

export type EraseMerchant = (
  merchantId: string,
) => Promise<{ ok: true } | { ok: false; reason: 'unknown-merchant' }>

/** Steps that one request does itself; what is left of a large merchant is swept in the background. */
const stepsAtOnce = 200

/** Erases a merchant and everybody it knows of; sums stay. Its keys stop working at once. Idempotent. */
export const eraseMerchantWith =
  ({ erasure, now }: Deps): EraseMerchant =>
  async (merchantId) => {
    if (!(await erasure.begin(merchantId, now()))) return { ok: false, reason: 'unknown-merchant' }
    await goOn(erasure, merchantId, now)
    return { ok: true }
  }

/** Goes on with erasures that were begun, one merchant after another while `going` says so; answers how many rows changed. */
export const sweepErasedWith =
  ({ erasure, now }: Deps) =>
  async (going = () => true): Promise<number> => {
    let rows = 0
    for (const merchantId of await erasure.pending(100))
      if (going()) rows += await goOn(erasure, merchantId, now)
    return rows
  }

async function goOn(erasure: MerchantErasure, merchantId: string, now: Clock): Promise<number> {
  let rows = 0
  for (let steps = 0; steps < stepsAtOnce; steps++) {
    const changed = await erasure.step(merchantId, now())
    if (changed === 0) break
    rows += changed
  }
  return rows
}
