import { createHash } from 'node:crypto'
import type { walletobjects_v1 } from '@googleapis/walletobjects'
import type { CardFace, FaceCoupon } from '../../src/domain/card-face.ts'
import type { GoogleOfferRecord } from '../../src/ports/wallet.ts'
import { logoPath } from './image-address.ts'
import { codeBarcode, image, lastDay, type PassPlace } from './loyalty-object.ts'
import { passTexts } from './texts.ts'

export type OfferClass = walletobjects_v1.Schema$OfferClass & { id: string }
export type OfferObject = walletobjects_v1.Schema$OfferObject & { id: string; classId: string }

/** Google shows no more linked passes than it likes, and says nothing of the rest: the newest ones first. */
const offersLinked = 10

/** The coupons of a card that Google should hold: those that can be used. */
export const offeredCoupons = (face: CardFace): FaceCoupon[] =>
  face.voided ? [] : face.coupons.filter((coupon) => coupon.state === 'active').slice(0, offersLinked)

export const offerIdOf = (place: PassPlace, couponId: string): string =>
  `${place.issuerId}.coupon-${couponId}`

/**
 * The reward as Google shows it. Of its title as well: a coupon keeps the title it was issued with, also when the reward
 * has another one by now.
 */
export function offerClass(coupon: FaceCoupon, face: CardFace, place: PassPlace): OfferClass {
  const title = createHash('sha256').update(coupon.title).digest('base64url').slice(0, 8)
  return {
    id: `${place.issuerId}.reward-${coupon.rewardId}-${title}`,
    issuerName: face.shopName,
    provider: face.shopName,
    title: coupon.title,
    redemptionChannel: 'INSTORE',
    titleImage: image(
      place.baseUrl + logoPath(face),
      `${passTexts(face.locale).logoOf} ${face.shopName}`,
      face.locale,
    ),
    hexBackgroundColor: face.look.background,
    reviewStatus: 'UNDER_REVIEW',
  }
}

/** The coupon as Google shows it. Nothing personal is in it; lists are whole, as PATCH needs them. */
export function offerObject(coupon: FaceCoupon, face: CardFace, place: PassPlace): OfferObject {
  const texts = passTexts(face.locale)
  const body = [
    ...(coupon.code === null ? [] : [`${texts.code} ${coupon.code}`]),
    ...(coupon.expiresAt === null ? [] : [`${texts.validUntil} ${lastDay(coupon.expiresAt, face)}`]),
  ]
  return {
    id: offerIdOf(place, coupon.id),
    classId: offerClass(coupon, face, place).id,
    state: 'ACTIVE',
    // The holder hears of it from the card, within the card's own notices.
    disableExpirationNotification: true,
    barcode: codeBarcode(coupon),
    validTimeInterval:
      coupon.expiresAt === null ? null : { end: { date: new Date(coupon.expiresAt).toISOString() } },
    textModulesData: body.length === 0 ? [] : [{ id: 'coupon', header: texts.coupon, body: body.join('\n') }],
    linksModuleData: { uris: [{ id: 'card', uri: face.url, description: texts.openCard }] },
  } as OfferObject
}

const endStates = { redeemed: 'COMPLETED', expired: 'EXPIRED', revoked: 'INACTIVE' } as const

/** What is left of an offer that cannot be used any more: objects cannot be deleted, so it is emptied. */
export function endedOffer({ couponId, state }: GoogleOfferRecord, place: PassPlace) {
  return {
    id: offerIdOf(place, couponId),
    state: state === null || state === 'issuing' || state === 'active' ? 'INACTIVE' : endStates[state],
    barcode: null,
    textModulesData: [],
    linksModuleData: null,
  }
}
