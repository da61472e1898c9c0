import type { Clock } from '../ports/clock.ts'
import type { Key } from '../ports/keys.ts'
import type { Merchants } from '../ports/merchants.ts'
import type { ReceiptKeys } from '../ports/receipts.ts'
import type { Tills } from '../ports/tills.ts'
import type { DataKey, Keyring } from '../secrets/keyring.ts'
import { isReceiptSigned, type ReceiptOrder, signReceipt } from '../secrets/receipt-signature.ts'

export type ReceiptLinkDeps = {
  tills: Pick<Tills, 'find'>
  merchants: Pick<Merchants, 'find'>
  receiptKeys: ReceiptKeys
  keyring: Pick<Keyring, 'open'>
  now: Clock
}

export type ReceiptKey = {
  ok: true
  provider: 'shopify' | 'square' | 'open'
  /** Shop domain or Square merchant id. */
  externalId: string | null
  /** What a template signs with. */
  key: string
  version: number
  /** Until when links under the key before are good. */
  oldUntil: number | null
}

/** The key for the links on a till's receipts, to be put into the till's own template. */
export type ReadReceiptKey = (till: Key) => Promise<ReceiptKey | { ok: false; reason: 'unknown-till' }>

export const readReceiptKeyWith =
  (deps: ReceiptLinkDeps): ReadReceiptKey =>
  async (till) => {
    const opened = await openTill(deps, till)
    if (!opened) return { ok: false, reason: 'unknown-till' }
    return asKey(opened, till, await deps.receiptKeys.find(till))
  }

/** A new key signs from now on; links under the one before are good for as long as said, and any older one's are not. */
export type RotateReceiptKey = (
  till: Key,
  oldGoodMs: number,
) => Promise<ReceiptKey | { ok: false; reason: 'unknown-till' }>

export const rotateReceiptKeyWith =
  (deps: ReceiptLinkDeps): RotateReceiptKey =>
  async (till, oldGoodMs) => {
    const opened = await openTill(deps, till)
    if (!opened) return { ok: false, reason: 'unknown-till' }
    return asKey(opened, till, await deps.receiptKeys.rotate(till, deps.now() + oldGoodMs))
  }

/** What follows the address of a receipt's link for this order: `?order=...&sig=...`. Null for an unknown till. */
export type ReceiptLink = (till: Key, receipt: ReceiptOrder) => Promise<string | null>

export const receiptLinkWith =
  (deps: ReceiptLinkDeps): ReceiptLink =>
  async (till, receipt) => {
    const opened = await openTill(deps, till)
    if (!opened) return null
    const { version } = await deps.receiptKeys.find(till)
    const query = new URLSearchParams({ order: receipt.orderId })
    if (receipt.customerId !== undefined) query.set('customer', receipt.customerId)
    query.set('sig', signReceipt(opened.dataKey.receiptKey(till.id, version), receipt))
    return `?${query}`
  }

export type SignedReceipt = ReceiptOrder & { signature: string }

/**
 * The till's key that vouches for a receipt's link: the current one, or the one before while it is good.
 * @returns null when the link is nobody's
 */
export async function readReceiptLink(
  deps: ReceiptLinkDeps,
  till: Key,
  { signature, ...receipt }: SignedReceipt,
): Promise<{ dataKey: DataKey } | null> {
  const opened = await openTill(deps, till)
  if (!opened) return null
  const { version, oldUntil } = await deps.receiptKeys.find(till)
  const good = oldUntil !== null && oldUntil > deps.now() ? [version, version - 1] : [version]
  const signed = good.some((each) =>
    isReceiptSigned(opened.dataKey.receiptKey(till.id, each), receipt, signature),
  )
  return signed ? { dataKey: opened.dataKey } : null
}

async function openTill({ tills, merchants, keyring }: ReceiptLinkDeps, { merchantId, id }: Key) {
  const [till, merchant] = await Promise.all([tills.find(merchantId, id), merchants.find(merchantId)])
  return till && merchant ? { till, dataKey: keyring.open(merchantId, merchant.dataKey) } : null
}

const asKey = (
  { till, dataKey }: NonNullable<Awaited<ReturnType<typeof openTill>>>,
  { id }: Key,
  { version, oldUntil }: { version: number; oldUntil: number | null },
): ReceiptKey => ({
  ok: true,
  provider: till.provider,
  externalId: till.externalId,
  key: dataKey.receiptKey(id, version),
  version,
  oldUntil,
})
