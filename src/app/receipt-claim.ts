import type { Key } from '../ports/keys.ts'
import { type CardStore, orderKeyText } from '../ports/store.ts'
import { asUuid, claimCodeOf } from '../secrets/random-id.ts'
import { type ReceiptLinkDeps, readReceiptLink, type SignedReceipt } from './receipt-link.ts'
import { claimableMs } from './take-up-orders.ts'

export type ReceiptClaimDeps = ReceiptLinkDeps & { store: CardStore }

/**
 * The claim that a receipt's link stands for, made when the link is opened first and the same ever after: it can be
 * taken up for 30 days from the sale. The till need not have told of the order yet.
 */
export type ReceiptClaim = (
  till: Key,
  receipt: SignedReceipt,
) => Promise<{ ok: true; code: string } | { ok: false; reason: 'forged' }>

export const receiptClaimWith =
  (deps: ReceiptClaimDeps): ReceiptClaim =>
  async (till, receipt) => {
    const read = await readReceiptLink(deps, till, receipt)
    if (!read) return { ok: false, reason: 'forged' }
    const order = { tillId: till.id, externalId: receipt.orderId }
    const seed = read.dataKey.receiptSeed(order.tillId, order.externalId)
    const code = claimCodeOf(seed)
    const now = deps.now()
    const soldAt = await deps.store.transact(async (tx) => {
      const key = { merchantId: till.merchantId, ...order }
      return (await tx.lockOrders([key])).get(orderKeyText(key))?.facts.sale?.placedAt ?? now
    })
    const claim = {
      merchantId: till.merchantId,
      // Not the code's own bytes: ids are shown where codes are not.
      id: asUuid(read.dataKey.receiptSeed(order.tillId, `id\n${order.externalId}`)),
      order,
      stamps: null,
      cardId: null,
      customerId: receipt.customerId ?? null,
      createdAt: now,
      expiresAt: soldAt + claimableMs,
      claimedAt: null,
    }
    // On its own: claims are locked before orders.
    await deps.store.transact((tx) => tx.claims.add(claim, code))
    return { ok: true, code }
  }
