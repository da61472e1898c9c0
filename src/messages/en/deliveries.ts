import type { DeliveryTexts } from '../delivery-texts.ts'

export const deliveriesEn: DeliveryTexts = {
  unused: 'Messages of this kind are not used here.',
  unfinished: 'It was not complete yet, so nothing was done.',
  'no-order': 'It belongs to no order.',
  'nothing-back': 'It takes nothing back from a sale.',
  'not-merged': 'It merged no customers.',
  'no-json': 'It is not JSON, so it cannot be read.',
  'no-sender': 'It does not say whom it comes from.',
  'wrong-part': 'A part of it is not as expected.',
  failed: 'It could not be processed.',
  again: 'It could not be processed yet, and is tried again.',
}
