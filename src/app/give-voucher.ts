import type { Coupon } from '../domain/coupon.ts'
import { giveVoucher } from '../domain/give-again.ts'
import type { Reward } from '../domain/program.ts'
import type { CodePools } from '../ports/code-pools.ts'
import { isReserved } from './end-coupon.ts'
import { type CardChangeDeps, openCard, saveCard } from './open-card.ts'

export type GiveVoucherInput = {
  merchantId: string
  cardId: string
  /** One of the merchant's rewards as it now is, or one made for this voucher. */
  reward: { rewardId: string } | Omit<Reward, 'id'>
  reason: string
  /** Names the coupon-to-be, so that a retry gives no second one. */
  couponId: string
}
type GivenRefusal =
  | 'unknown-card'
  | 'unknown-reward'
  | 'card-not-active'
  | 'reserved-reason'
  /** A till has to make its code, and is not told what to take off. */
  | 'needs-discount'
export type GiveVoucherResult = { ok: true; coupon: Coupon } | { ok: false; reason: GivenRefusal }
export type GiveVoucher = (input: GiveVoucherInput) => Promise<GiveVoucherResult>

/** A coupon without stamps: a welcome, a birthday, an apology. Idempotent by `couponId`. */
export const giveVoucherWith =
  (deps: CardChangeDeps & { pools: Pick<CodePools, 'reward'> }): GiveVoucher =>
  async ({ merchantId, cardId, couponId, reward: asked, reason }) => {
    if (isReserved(reason)) return { ok: false, reason: 'reserved-reason' }
    const reward =
      'rewardId' in asked
        ? await deps.pools.reward(merchantId, asked.rewardId)
        : { ...asked, id: deps.newId(deps.clock()) }
    if (!reward) return { ok: false, reason: 'unknown-reward' }
    return deps.store.transact(async (tx) => {
      const opened = await openCard(deps, tx, { merchantId, id: cardId })
      if (!opened) return { ok: false, reason: 'unknown-card' }
      const { book, desk } = opened
      const given = book.coupons.find((each) => each.id === couponId)
      if (given) return { ok: true, coupon: given }
      if (book.card.state !== 'active') return { ok: false, reason: 'card-not-active' }
      if (saysNoDiscount(reward) && desk.tills(merchantId).some((till) => till.mints))
        return { ok: false, reason: 'needs-discount' }
      const coupon = giveVoucher(book, reward, { id: couponId, issueReason: reason }, desk)
      await saveCard(tx, book)
      return { ok: true, coupon }
    })
  }

const saysNoDiscount = ({ kind, codeSource, discount }: Reward): boolean =>
  kind === 'redeem_code' && codeSource === 'minted' && !discount
