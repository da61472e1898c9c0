/** Reasons that Stampbridge itself puts into its books: of stamps in the ledger, and of the end of a coupon. */
export const ownReasons = [
  'Order',
  'Refund',
  'Cancelled order',
  'Redemption given back',
  'Not this card’s purchase',
  'Scan',
  'Scan undone',
  'Undone at the counter',
  'Claim',
  'Stamps expired',
  'Expired before it was told',
  'Had expired already',
  'Reward already used: forgiven',
  'Merged into another card',
  'Merged from another card',
  'Remainders of two cards',
  'Merge undone',
  'Merge undone: remainders',
  'reversal',
  'erased',
  'revoked by the merchant',
] as const
export type OwnReason = (typeof ownReasons)[number]

export type OwnReasonTexts = Record<OwnReason, string>
