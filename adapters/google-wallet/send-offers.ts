import type { CardFace, FaceCoupon } from '../../src/domain/card-face.ts'
import { endedOffer, offerClass, offeredCoupons, offerIdOf, offerObject } from './offer.ts'
import { bringClass, digestOf } from './send-class.ts'
import { putWithClass, type Sending } from './sending.ts'

type Force = { force: boolean; forceClass: boolean }

/**
 * Brings the offers of a card up to date: those that can be used, and the end of those that cannot any more.
 * @param options.force also what is on record as sent: somebody else may have sent something older after it
 * @returns ids to link to the card; Google has all of them by now
 */
export async function bringOffers(sending: Sending, face: CardFace, options: Force): Promise<string[]> {
  const { client, records, place } = sending
  const { merchantId, cardId } = face
  const known = new Map(
    (await records.offersOf(merchantId, cardId)).map((record) => [record.couponId, record]),
  )
  const open = offeredCoupons(face)
  for (const coupon of open) await bringOffer(sending, face, coupon, known.get(coupon.id)?.digest, options)
  const isOpen = new Set(open.map((coupon) => coupon.id))
  for (const record of known.values()) {
    if (isOpen.has(record.couponId)) continue
    const ended = endedOffer(record, place)
    const digest = digestOf(ended)
    if (digest === record.digest && !options.force) continue
    await client.changeOffer(ended)
    await records.recordOffer(merchantId, cardId, record.couponId, digest)
  }
  return open.map((coupon) => offerIdOf(place, coupon.id))
}

async function bringOffer(
  sending: Sending,
  face: CardFace,
  coupon: FaceCoupon,
  sent: string | undefined,
  { force, forceClass }: Force,
): Promise<void> {
  const { records, place } = sending
  const object = offerObject(coupon, face, place)
  const digest = digestOf(object)
  const make = (as: CardFace) => offerClass(coupon, as, place)
  await bringClass(sending, 'offer', face, make, forceClass)
  if (digest === sent && !force) return
  await putWithClass(sending, 'offer', object, { exists: sent !== undefined, notify: false }, () =>
    bringClass(sending, 'offer', face, make, true),
  )
  await records.recordOffer(face.merchantId, face.cardId, coupon.id, digest)
}
