import type { PassColors } from '../../src/art/palette.ts'
import type { CardFace, FaceCoupon } from '../../src/domain/card-face.ts'
import { formatDecimal } from '../../src/domain/money.ts'
import { backFields } from './pass-back.ts'
import { type PassBarcode, passBarcodes, showsCode } from './pass-barcodes.ts'
import { lastSecond, type PassField } from './pass-field.ts'
import { type FeaturedAction, featuredActions, type PassLocation, passLocations } from './pass-relevance.ts'
import { type PassTexts, passTexts } from './texts.ts'

export type PassJson = PassColors & {
  formatVersion: 1
  passTypeIdentifier: string
  teamIdentifier: string
  organizationName: string
  serialNumber: string
  description: string
  webServiceURL: string
  authenticationToken: string
  logoText?: string
  sharingProhibited: true
  suppressStripShine: true
  voided?: true
  barcodes: PassBarcode[]
  locations?: PassLocation[]
  /** Metres from a location within which the card is shown. */
  maxDistance?: number
  featuredActions: FeaturedAction[]
  /** What phones before iOS 27 show, and every watch. */
  storeCard: {
    headerFields: PassField[]
    secondaryFields: PassField[]
    auxiliaryFields: PassField[]
    backFields: PassField[]
  }
  /** iOS 27 and later take this one in its place: one header field, four primary ones and two below. */
  posterGeneric: {
    headerFields: PassField[]
    primaryFields: PassField[]
    footerFields: PassField[]
    backFields: PassField[]
  }
}

/** What a pass needs beside the card's face. */
export type PassFrame = {
  passTypeId: string
  teamId: string
  /** Root of the PassKit web service; phones add `/v1/...` themselves. */
  webServiceUrl: string
  passToken: string
  colors: PassColors
  /** The logo says the shop's name already. */
  logoShowsName: boolean
}

/**
 * The card as a store card. It has no primary field, which would be set over the stamps, and no `expirationDate`: a
 * coupon may end, the card does not. Everything is said in the card's locale.
 */
export function passJson(face: CardFace, frame: PassFrame): PassJson {
  const texts = passTexts(face.locale)
  const coupon = frontCoupon(face.coupons)
  const out = isOut(face)
  // Also all that a watch shows beside the barcode.
  const headerFields = [{ key: 'stamps', label: texts.stamps, value: `${face.stamps}/${face.goal}` }]
  const secondaryFields = coupon ? couponFields(coupon, texts) : rewardFields(face, texts)
  const auxiliaryFields = coupon ? [] : [progressField(face, texts)]
  const back = backFields(face, coupon, texts)
  return {
    formatVersion: 1,
    passTypeIdentifier: frame.passTypeId,
    teamIdentifier: frame.teamId,
    organizationName: face.shopName,
    description: texts.description(face.shopName),
    webServiceURL: frame.webServiceUrl,
    ...frame.colors,
    ...(frame.logoShowsName ? {} : { logoText: face.shopName }),
    sharingProhibited: true,
    suppressStripShine: true,
    ...(out ? { voided: true as const } : {}),
    ...(out ? {} : passLocations(face, coupon, texts)),
    storeCard: { headerFields, secondaryFields, auxiliaryFields, backFields: back },
    posterGeneric: {
      headerFields,
      primaryFields: [...secondaryFields, ...auxiliaryFields].slice(0, 4),
      footerFields: [{ key: 'program', label: texts.program, value: face.programName }],
      backFields: back,
    },
    // What differs from card to card comes last, so that checksums begin here.
    featuredActions: out ? [] : featuredActions(face),
    barcodes: passBarcodes(face, coupon),
    serialNumber: face.serial,
    authenticationToken: frame.passToken,
  }
}

/** A phone moves it to the expired passes: nothing can be earned with it, and nothing is left to redeem. */
const isOut = ({ voided, ended, coupons }: CardFace): boolean =>
  voided || (ended === true && coupons.length === 0)

const progressField = (face: CardFace, texts: PassTexts): PassField => ({
  key: 'progress',
  label: texts.collected,
  value: texts.ofGoal(face.stamps, face.goal),
})

/** The coupon shown in front: one with a code to scan, then any that can be used, the soonest to end first. */
function frontCoupon(coupons: readonly FaceCoupon[]): FaceCoupon | undefined {
  const rank = (each: FaceCoupon) =>
    each.state !== 'active' ? 2 : each.kind === 'redeem_code' && each.scanValue !== null ? 0 : 1
  const end = (each: FaceCoupon) => each.expiresAt ?? Number.MAX_SAFE_INTEGER
  return coupons.toSorted((a, b) => rank(a) - rank(b) || end(a) - end(b))[0]
}

/** Nothing comes next where nothing more is earned. */
function rewardFields(face: CardFace, texts: PassTexts): PassField[] {
  if (face.voided || face.ended) return []
  const reward = { key: 'reward', label: texts.nextReward, value: face.nextReward.title }
  if (!face.progress) return [reward]
  const { amount, per, currency } = face.progress
  const missing = Number(formatDecimal({ amount: Math.max(0, per - amount), currency }))
  return [reward, { key: 'amount', label: texts.toNextStamp, value: missing, currencyCode: currency }]
}

/** Secondary and auxiliary fields share one row of the width of a phone, so the code is not repeated where the barcode has it. */
function couponFields(coupon: FaceCoupon, texts: PassTexts): PassField[] {
  const fields: PassField[] = [{ key: 'coupon', label: texts.yourReward, value: coupon.title }]
  if (coupon.state === 'issuing') fields.push({ key: 'code', label: texts.code, value: texts.onItsWay })
  if (coupon.state === 'active' && coupon.code !== null && !showsCode(coupon))
    fields.push({ key: 'code', label: texts.code, value: coupon.code })
  if (coupon.expiresAt !== null)
    fields.push({
      key: 'expires',
      label: coupon.expiresSoon ? texts.endsSoon : texts.validUntil,
      value: lastSecond(coupon.expiresAt),
      dateStyle: 'PKDateStyleShort',
    })
  return fields
}
