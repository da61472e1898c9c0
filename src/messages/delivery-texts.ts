/** Why a delivery did nothing, or was not understood or processed, as far as it can be told from its note. */
export type DeliveryReason =
  | 'unused'
  | 'unfinished'
  | 'no-order'
  | 'nothing-back'
  | 'not-merged'
  | 'no-json'
  | 'no-sender'
  | 'wrong-part'
  | 'failed'
  | 'again'

export type DeliveryTexts = Record<DeliveryReason, string>
