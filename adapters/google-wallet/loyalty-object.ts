import type { walletobjects_v1 } from '@googleapis/walletobjects'
import type { CardFace, FaceCoupon } from '../../src/domain/card-face.ts'
import { minorDigits } from '../../src/domain/money.ts'
import type { CodeDisplay } from '../../src/domain/program.ts'
import { heroImagePath, logoPath } from './image-address.ts'
import { languageOf, type PassTexts, passTexts, spokenLocale } from './texts.ts'

export type LoyaltyClass = walletobjects_v1.Schema$LoyaltyClass & { id: string }
export type LoyaltyObject = walletobjects_v1.Schema$LoyaltyObject & { id: string; classId: string }
type TextModule = { id: string; header: string; body: string }

/** Where things are: the issuer account, and the public address of this service (no slash at its end). */
export type PassPlace = { issuerId: string; baseUrl: string }

/** Google's ids hold letters, digits, '.', '_' and '-' only: UUIDs and base64url serials fit. */
const classIdOf = (place: PassPlace, face: Pick<CardFace, 'programId' | 'version'>): string =>
  `${place.issuerId}.${face.programId}.${face.version}`

/** By serial, which is opaque and lasts as long as the card: Google's callbacks find the card by it. */
export const objectIdOf = (place: PassPlace, serial: string): string => `${place.issuerId}.${serial}`

/** One version of a program as Google shows it on every card. Must be sent anew when the look or a name changes. */
export function loyaltyClass(face: CardFace, place: PassPlace): LoyaltyClass {
  const logo = `${passTexts(face.locale).logoOf} ${face.shopName}`
  return {
    id: classIdOf(place, face),
    issuerName: face.shopName,
    programName: face.programName,
    programLogo: image(place.baseUrl + logoPath(face), logo, face.locale),
    hexBackgroundColor: face.look.background,
    reviewStatus: 'UNDER_REVIEW',
    // Google calls https addresses only, and refuses a class that names another.
    ...(place.baseUrl.startsWith('https://') && {
      callbackOptions: { url: `${place.baseUrl}/webhooks/google-wallet` },
    }),
  }
}

/**
 * The card as Google shows it. Nothing personal is in it. Every list is whole, because PATCH replaces lists whole, and
 * every field that may change is always there.
 * @param linkedObjectIds of offers that Google has already; a link that was made once cannot be taken back
 */
export function loyaltyObject(
  face: CardFace,
  place: PassPlace,
  linkedObjectIds: string[] = [],
): LoyaltyObject {
  if (face.voided) return voidObject(face, place)
  const texts = passTexts(face.locale)
  return {
    id: objectIdOf(place, face.serial),
    classId: classIdOf(place, face),
    // Among the expired passes: nothing can be earned with it, and nothing is left to redeem.
    state: face.ended && face.coupons.length === 0 ? 'EXPIRED' : 'ACTIVE',
    loyaltyPoints: { label: texts.stamps, balance: { string: balanceOf(face) } },
    barcode: barcodeOf(face),
    heroImage: image(place.baseUrl + heroImagePath(face), texts.count(face.stamps, face.goal), face.locale),
    textModulesData: textModules(face, texts),
    linksModuleData: { uris: [{ id: 'card', uri: face.url, description: texts.openCard }] },
    ...(linkedObjectIds.length > 0 && { linkedObjectIds }),
  }
}

/** Nothing can be deleted at Google: what a void card said is taken from it. Null in a PATCH empties a field. */
const voidObject = (face: CardFace, place: PassPlace): LoyaltyObject =>
  ({
    id: objectIdOf(place, face.serial),
    classId: classIdOf(place, face),
    state: 'INACTIVE',
    loyaltyPoints: null,
    barcode: null,
    heroImage: null,
    textModulesData: voidModules(face),
    linksModuleData: null,
  }) as unknown as LoyaltyObject

function voidModules({ programName: header, locale, movedTo, paused }: CardFace): TextModule[] {
  const texts = passTexts(locale)
  if (movedTo !== undefined) return [{ id: 'moved', header, body: texts.movedTo(movedTo) }]
  return paused ? [{ id: 'paused', header, body: texts.paused }] : []
}

/** "7/10": the field whose change Google tells the holder of. */
export const balanceOf = (face: CardFace): string => `${face.stamps}/${face.goal}`

/** An image with its words for screen readers. */
export const image = (uri: string, description: string, locale: string) => ({
  sourceUri: { uri },
  contentDescription: { defaultValue: { language: languageOf(spokenLocale(locale)), value: description } },
})

const barcodeTypes: Record<CodeDisplay, string> = {
  qr: 'QR_CODE',
  code128: 'CODE_128',
  ean13: 'EAN_13',
  code39: 'CODE_39',
  pdf417: 'PDF_417',
  aztec: 'AZTEC',
  text: 'TEXT_ONLY',
}

/** The newest code that the till can take; until there is one, what the till needs for a stamp. */
function barcodeOf(face: CardFace): walletobjects_v1.Schema$Barcode {
  const coupon = face.coupons.find(isScannable)
  return (
    (coupon && codeBarcode(coupon)) ?? {
      type: 'QR_CODE',
      value: face.serial,
      alternateText: face.serial,
    }
  )
}

/** What a till reads of a coupon; null where there is nothing for a till to read. */
export function codeBarcode(coupon: FaceCoupon): walletobjects_v1.Schema$Barcode | null {
  if (!isScannable(coupon)) return null
  if (coupon.display === 'text') return { type: 'TEXT_ONLY', value: coupon.code ?? coupon.scanValue }
  return {
    type: barcodeTypes[coupon.display],
    value: coupon.scanValue,
    alternateText: coupon.code ?? coupon.scanValue,
  }
}

const isScannable = (coupon: FaceCoupon): coupon is FaceCoupon & { scanValue: string } =>
  coupon.kind === 'redeem_code' && coupon.state === 'active' && coupon.scanValue !== null

// Google shows ten text modules.
const couponsShown = 6

function textModules(face: CardFace, texts: PassTexts): TextModule[] {
  const modules: TextModule[] = face.coupons.slice(0, couponsShown).map((coupon, i) => ({
    id: `coupon${i}`,
    header: texts.coupon,
    body: couponText(coupon, face, texts),
  }))
  const { title, at } = face.nextReward
  if (face.ended) modules.push({ id: 'ended', header: face.programName, body: texts.ended })
  else {
    modules.push({ id: 'next', header: texts.nextReward, body: texts.rewardAt(title, at) })
    modules.push({ id: 'progress', header: texts.progress, body: progressText(face, texts) })
  }
  if (face.milestones.length > 1) {
    const ladder = face.milestones.map((milestone) => texts.rewardAt(milestone.title, milestone.at))
    modules.push({ id: 'rewards', header: texts.rewards, body: ladder.join('\n') })
  }
  // A coupon's code has taken the place where the card's own number stands otherwise.
  if (face.coupons.some(isScannable))
    modules.push({ id: 'number', header: texts.cardNumber, body: face.serial })
  return modules
}

function couponText(coupon: FaceCoupon, face: CardFace, texts: PassTexts): string {
  const lines = [coupon.title]
  if (coupon.state === 'issuing') lines.push(texts.preparing)
  else if (coupon.code !== null) lines.push(`${texts.code} ${coupon.code}`)
  if (coupon.expiresSoon) lines.push(texts.endsSoon)
  if (coupon.expiresAt !== null) lines.push(`${texts.validUntil} ${lastDay(coupon.expiresAt, face)}`)
  return lines.join('\n')
}

function progressText(face: CardFace, texts: PassTexts): string {
  const { stampsExpireAt } = face
  const until = stampsExpireAt === undefined ? '' : `\n${texts.stampsUntil} ${lastDay(stampsExpireAt, face)}`
  const count = texts.count(face.stamps, face.goal) + until
  if (!face.progress) return count
  const { amount, per, currency } = face.progress
  const money = (minor: number) => priceText(minor, currency, face.locale)
  return `${count}\n${texts.towards(money(amount), money(per))}`
}

/** Making a format costs more than the rest of a card; there are few locales, currencies and zones. */
function keptFormats<Format>(make: (locale: string, other: string) => Format) {
  const kept = new Map<string, Format>()
  return (locale: string, other: string): Format => {
    const key = `${locale} ${other}`
    let format = kept.get(key)
    if (!format) {
      format = make(spokenLocale(locale), other)
      if (kept.size >= 500) kept.clear()
      kept.set(key, format)
    }
    return format
  }
}

const prices = keptFormats(
  (locale, currency) => new Intl.NumberFormat(locale, { style: 'currency', currency }),
)
const days = keptFormats(
  (locale, timeZone) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone }),
)

const priceText = (minor: number, currency: string, locale: string): string =>
  prices(locale, currency).format(minor / 10 ** minorDigits(currency))

/** The day on which it is still good, in the shop's place: what ends at midnight ends with the day before. */
export const lastDay = (end: number, { locale, timeZone }: Pick<CardFace, 'locale' | 'timeZone'>): string =>
  days(locale, timeZone).format(end - 1)
