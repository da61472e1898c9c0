import type { CardFace, FaceCoupon, FaceEvent } from '../../src/domain/card-face.ts'
import { formatDecimal, type Money } from '../../src/domain/money.ts'
import { htmlText, lastSecond, type PassField, utc } from './pass-field.ts'
import { passNews } from './pass-news.ts'
import type { PassTexts } from './texts.ts'

/** The back of the card: the latest news, open rewards, the rules, the way back to the card, its story, the shop. */
export function backFields(face: CardFace, front: FaceCoupon | undefined, texts: PassTexts): PassField[] {
  return [
    news(face, front, texts),
    ...face.coupons.flatMap((coupon) => couponFields(coupon, texts)),
    ...rules(face, texts),
    ...stampsEnd(face, texts),
    ...recovery(face, texts),
    ...(face.history ?? []).slice(0, shownEvents).map((event, index) => eventField(event, index, texts)),
    ...shop(face, texts),
    { key: 'card', label: texts.cardNumber, value: face.serial },
  ]
}

const shownEvents = 5

/**
 * The one field with a change message: however many fields a change touches, the customer gets one notification, and it
 * is a whole sentence.
 */
function news(face: CardFace, front: FaceCoupon | undefined, texts: PassTexts): PassField {
  return { key: 'news', label: texts.latest, value: passNews(face, front, texts), changeMessage: '%@' }
}

/** Code and date are fields of their own: the phone writes the date as its holder is used to. */
function couponFields(coupon: FaceCoupon, texts: PassTexts): PassField[] {
  const { id, title, kind, code, expiresAt } = coupon
  const active = coupon.state === 'active'
  const how = active ? texts.howToUse[kind] : texts.preparing(title)
  return [
    { key: `coupon-${id}`, label: title, value: how },
    ...(active && code !== null ? [{ key: `code-${id}`, label: texts.code, value: code }] : []),
    ...(expiresAt === null ? [] : [until(`until-${id}`, texts.validUntil, expiresAt)]),
  ]
}

const until = (key: string, label: string, end: number): PassField => ({
  key,
  label,
  value: lastSecond(end),
  dateStyle: 'PKDateStyleMedium',
  timeStyle: 'PKDateStyleShort',
})

/** Stamps end at a midnight: what one remembers is the day before it. */
function stampsEnd({ stampsExpireAt, voided }: CardFace, texts: PassTexts): PassField[] {
  if (stampsExpireAt === undefined || voided) return []
  const value = lastSecond(stampsExpireAt)
  return [{ key: 'stamps-end', label: texts.stampsExpire, value, dateStyle: 'PKDateStyleMedium' }]
}

function rules(face: CardFace, texts: PassTexts): PassField[] {
  const steps = face.milestones.map(({ at, title }) => `${at}: ${title}`)
  const ladder = { key: 'rewards', label: texts.rewards, value: steps.join('\n') }
  const earning = earnWords(face, texts)
  return earning === null ? [ladder] : [{ key: 'rules', label: texts.rules, value: earning }, ladder]
}

function earnWords({ earn, locale }: CardFace, texts: PassTexts): string | null {
  switch (earn?.kind) {
    case 'visit':
      return texts.perPurchase(earn.stamps, earn.minSpend ? moneyText(earn.minSpend, locale) : null)
    case 'amount':
      return texts.perAmount(moneyText(earn.per, locale))
    case 'item':
      return texts.perItems(earn.every)
    case undefined:
      return null
  }
}

const moneyFormats = new Map<string, Intl.NumberFormat>()

function moneyText(money: Money, locale: string): string {
  const key = `${locale} ${money.currency}`
  let format = moneyFormats.get(key)
  if (!format) {
    format = new Intl.NumberFormat(locale, { style: 'currency', currency: money.currency })
    // Making one costs more than the rest of the pass; there are few locales and currencies.
    if (moneyFormats.size >= 500) moneyFormats.clear()
    moneyFormats.set(key, format)
  }
  return format.format(Number(formatDecimal(money)))
}

function recovery({ url }: CardFace, texts: PassTexts): PassField[] {
  return [
    { key: 'recovery', label: texts.recovery, value: texts.recoveryHint },
    link('link', texts.openCard, url),
  ]
}

const link = (key: string, label: string, url: string): PassField => ({
  key,
  label,
  value: url,
  attributedValue: `<a href="${htmlText(url)}">${htmlText(url)}</a>`,
})

const eventField = (event: FaceEvent, index: number, texts: PassTexts): PassField => ({
  key: `event-${index + 1}`,
  label: eventWords(event, texts),
  value: utc(event.at),
  dateStyle: 'PKDateStyleMedium',
  timeStyle: 'PKDateStyleShort',
})

function eventWords(event: FaceEvent, texts: PassTexts): string {
  if (event.kind === 'stamps')
    return event.count < 0 ? texts.stampsTaken(-event.count) : texts.stampsAdded(event.count)
  return event.kind === 'coupon-used' ? texts.used(event.title) : texts.expired(event.title)
}

/** Apple asks for a way to reach whoever gave out the pass. */
function shop({ contact, shopName }: CardFace, texts: PassTexts): PassField[] {
  const ways = [contact?.phone, contact?.email].filter((way) => way !== undefined)
  return [
    { key: 'contact', label: texts.contact, value: [shopName, ...ways].join('\n') },
    ...(contact?.website === undefined ? [] : [link('website', texts.website, contact.website)]),
    ...(contact?.privacyUrl === undefined ? [] : [link('privacy', texts.privacy, contact.privacyUrl)]),
  ]
}
