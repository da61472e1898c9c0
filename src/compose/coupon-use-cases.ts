import { assignUseWith } from '../app/assign-use.ts'
import { giveVoucherWith } from '../app/give-voucher.ts'
import type { CardChangeDeps } from '../app/open-card.ts'
import { redeemAtCounterWith } from '../app/redeem-at-counter.ts'
import { extendCouponWith, reinstateCouponWith } from '../app/renew-coupon.ts'
import { selfRedeemWith } from '../app/self-redeem.ts'
import { undoActionWith } from '../app/undo-action.ts'
import { lockOrderOfScan, undoScan } from '../app/unjoin-scan.ts'
import type { CodePools } from '../ports/code-pools.ts'
import type { Database } from '../store/database.ts'
import { createScreens } from '../store/redeem-screens.ts'
import { createUnassignedUses } from '../store/unassigned-uses.ts'

export type CouponParts = {
  pool: Database['pool']
  pools: Pick<CodePools, 'reward'>
  cardDeps: CardChangeDeps
  /** Says, after a change, that there may be passes to push and codes to place. */
  hinted<Input, Result>(useCase: (input: Input) => Promise<Result>): (input: Input) => Promise<Result>
}

/** What can be done with coupons at counters, by customers and by the merchant. */
export function couponUseCases({ pool, pools, cardDeps, hinted }: CouponParts) {
  return {
    redeemAtCounter: hinted(redeemAtCounterWith(cardDeps)),
    undoAction: hinted(undoActionWith({ ...cardDeps, undoScan, lockOrderOfScan })),
    selfRedeem: hinted(selfRedeemWith(cardDeps)),
    extendCoupon: hinted(extendCouponWith(cardDeps)),
    reinstateCoupon: hinted(reinstateCouponWith(cardDeps)),
    giveVoucher: hinted(giveVoucherWith({ ...cardDeps, pools })),
    assignUse: hinted(assignUseWith(cardDeps)),
    screens: createScreens(pool),
    unassignedUses: createUnassignedUses(pool),
  }
}
