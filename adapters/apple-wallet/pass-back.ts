import type { CardFace, FaceCoupon } from '../../src/domain/card-face.ts'
import type { PassField } from './pass-field.ts'
import type { PassTexts } from './texts.ts'

/** The back of the card: the latest news, open rewards, the ladder, and the way back to the card. */
export function backFields(face: CardFace, front: FaceCoupon | undefined, texts: PassTexts): PassField[] {
  return [
    news(face, front, texts),
    ...face.coupons.map((coupon) => couponField(coupon, face, texts)),
    ...ladder(face, texts),
    ...stampsEnd(face, texts),
    recovery(face, texts),
    { key: 'card', label: texts.cardNumber, value: face.serial },
  ]
}

/**
 * The one field with a change message: however many fields a change touches, the customer gets one notification, and it
 * is a whole sentence.
 */
function news(face: CardFace, front: FaceCoupon | undefined, texts: PassTexts): PassField {
  return { key: 'news', label: texts.latest, value: newsText(face, front, texts), changeMessage: '%@' }
}

function newsText(face: CardFace, front: FaceCoupon | undefined, texts: PassTexts): string {
  if (face.movedTo !== undefined) return `${texts.voided} ${texts.movedTo(face.movedTo)}`
  if (face.voided) return texts.voided
  const { at, title } = face.nextReward
  const progress = texts.progress(face.stamps, face.goal, Math.max(0, at - face.stamps), title)
  if (face.stampsExpireSoon && face.stampsExpireAt !== undefined)
    return `${texts.stampsExpireSoon(face.stamps, lastDay(face.stampsExpireAt, face))} ${progress}`
  if (!front) return progress
  const reward = front.state === 'active' ? texts.ready(front.title) : texts.preparing(front.title)
  return `${reward} ${progress}`
}

function couponField(coupon: FaceCoupon, face: CardFace, texts: PassTexts): PassField {
  const active = coupon.state === 'active'
  const lines = [
    active ? texts.howToUse[coupon.kind] : texts.preparing(coupon.title),
    active && coupon.code !== null ? `${texts.code}: ${coupon.code}` : '',
    coupon.expiresAt === null ? '' : `${texts.validUntil}: ${dateText(coupon.expiresAt, face)}`,
  ]
  return { key: `coupon-${coupon.id}`, label: coupon.title, value: lines.filter(Boolean).join('\n') }
}

/** Stamps end at a midnight: what one remembers is the day before it. */
function stampsEnd(face: CardFace, texts: PassTexts): PassField[] {
  const { stampsExpireAt } = face
  if (stampsExpireAt === undefined || face.voided) return []
  return [{ key: 'stamps-end', label: texts.stampsExpire, value: lastDay(stampsExpireAt, face) }]
}

const lastDay = (end: number, { locale, timeZone }: CardFace): string =>
  formatFor({ dateStyle: 'medium' }, locale, timeZone).format(end - 1)

function ladder(face: CardFace, texts: PassTexts): PassField[] {
  const steps = face.milestones.map(({ at, title }) => `${at}: ${title}`)
  return [{ key: 'rewards', label: texts.rewards, value: steps.join('\n') }]
}

function recovery({ url }: CardFace, texts: PassTexts): PassField {
  const link = `<a href="${url.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">${texts.openCard}</a>`
  return {
    key: 'recovery',
    label: texts.recovery,
    value: `${texts.recoveryHint} ${url}`,
    attributedValue: `${texts.recoveryHint} ${link}`,
  }
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** In the shop's time zone, which is the one its hours are in. */
const dateText = (at: number, { locale, timeZone }: CardFace): string =>
  formatFor({ dateStyle: 'medium', timeStyle: 'short' }, locale, timeZone).format(at)

function formatFor(style: Intl.DateTimeFormatOptions, locale: string, timeZone: string): Intl.DateTimeFormat {
  const key = `${style.timeStyle ?? ''} ${locale} ${timeZone}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { ...style, timeZone })
    // Making one costs more than the rest of the pass; there are few locales and zones.
    if (formats.size >= 500) formats.clear()
    formats.set(key, format)
  }
  return format
}
