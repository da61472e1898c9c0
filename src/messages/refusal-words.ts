import { refusalsDe } from './de/trace.ts'
import { refusalsEn } from './en/trace.ts'
import { refusalsEs } from './es/trace.ts'
import { formatMoment } from './formats.ts'
import { refusalsFr } from './fr/trace.ts'
import type { Speech } from './messages.ts'

/** What a refused use of a coupon tells. */
export type ToldRefusal = {
  reason: string
  redeemedAt?: number | undefined
  endedAt?: number | undefined
  location?: string | undefined
  /** IANA; of the shop. */
  timeZone?: string | undefined
}

type Wording = {
  refusals: (when: string, where: string) => Record<string, string>
  when: (moment: string) => string
  where: (place: string) => string
  otherwise: string
}

const wordings: Record<Speech['language'], Wording> = {
  en: {
    refusals: refusalsEn,
    when: (moment) => ` on ${moment}`,
    where: (place) => ` at ${place}`,
    otherwise: 'this coupon cannot be used',
  },
  es: {
    refusals: refusalsEs,
    when: (moment) => ` el ${moment}`,
    where: (place) => ` en ${place}`,
    otherwise: 'este cupón no se puede usar',
  },
  de: {
    refusals: refusalsDe,
    when: (moment) => ` am ${moment}`,
    where: (place) => ` bei ${place}`,
    otherwise: 'Dieser Gutschein kann nicht eingelöst werden',
  },
  fr: {
    refusals: refusalsFr,
    when: (moment) => ` le ${moment}`,
    where: (place) => ` à ${place}`,
    otherwise: 'ce bon ne peut pas être utilisé',
  },
}

/** Why a coupon cannot be used, when and where: one sentence in the reader's language, times by the shop's clock. */
export function refusalWords(speech: Speech, refusal: ToldRefusal): string {
  const { refusals, when, where, otherwise } = wordings[speech.language]
  const at = refusal.redeemedAt ?? refusal.endedAt
  const moment = at === undefined ? '' : when(formatMoment(speech, at, refusal.timeZone ?? 'UTC'))
  const place = refusal.location === undefined ? '' : where(refusal.location)
  const words = refusals(moment, place)
  const said = Object.hasOwn(words, refusal.reason) ? (words[refusal.reason] ?? otherwise) : otherwise
  return `${said.charAt(0).toLocaleUpperCase(speech.tag)}${said.slice(1)}.`
}
