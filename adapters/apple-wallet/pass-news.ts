import type { CardFace, FaceCoupon } from '../../src/domain/card-face.ts'
import type { PassTexts } from './texts.ts'

/** The card's state in whole sentences, as they stand on a lock screen when it has changed. */
export function passNews(face: CardFace, front: FaceCoupon | undefined, texts: PassTexts): string {
  if (face.movedTo !== undefined) return `${texts.voided} ${texts.movedTo(face.movedTo)}`
  if (face.voided) return face.paused ? texts.paused : texts.voided
  const reward = front && (front.state === 'active' ? texts.ready(front.title) : texts.preparing(front.title))
  if (face.ended) return reward ? `${reward} ${texts.ended}` : texts.ended
  const { at, title } = face.nextReward
  const progress = texts.progress(face.stamps, face.goal, Math.max(0, at - face.stamps), title)
  if (face.stampsExpireSoon && face.stampsExpireAt !== undefined)
    return `${texts.stampsExpireSoon(face.stamps, lastDay(face.stampsExpireAt, face))} ${progress}`
  return reward ? `${reward} ${progress}` : progress
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** In the shop's time zone, which is the one its hours are in. */
function lastDay(end: number, { locale, timeZone }: CardFace): string {
  const key = `${locale} ${timeZone}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone })
    // Making one costs more than the rest of the pass; there are few locales and zones.
    if (formats.size >= 500) formats.clear()
    formats.set(key, format)
  }
  return format.format(end - 1)
}
