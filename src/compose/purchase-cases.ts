import { assignOrderWith } from '../app/assign-order.ts'
import { makeClaimWith } from '../app/make-claim.ts'
import type { CardChangeDeps } from '../app/open-card.ts'
import { previewOrderWith } from '../app/preview-order.ts'
import { redeemClaimWith } from '../app/redeem-claim.ts'
import { stampByScanWith } from '../app/stamp-by-scan.ts'
import { takeUpOrdersWith } from '../app/take-up-orders.ts'
import { unjoinScanWith } from '../app/unjoin-scan.ts'
import { newClaimCode } from '../secrets/random-id.ts'

/**
 * Every way besides a till's own word by which a purchase comes to a card.
 * @param changed told after each: passes may have to be pushed, codes to be made
 */
export function assemblePurchaseCases(deps: CardChangeDeps, changed: () => void) {
  const told =
    <Input, Result>(useCase: (input: Input) => Promise<Result>) =>
    async (input: Input): Promise<Result> => {
      const result = await useCase(input)
      changed()
      return result
    }
  return {
    stampByScan: told(stampByScanWith(deps)),
    unjoinScan: told(unjoinScanWith(deps)),
    makeClaim: makeClaimWith({ ...deps, newClaimCode }),
    redeemClaim: told(redeemClaimWith(deps)),
    assignOrder: told(assignOrderWith(deps)),
    previewOrder: previewOrderWith(deps),
    takeUpOrders: told(takeUpOrdersWith(deps)),
  }
}
