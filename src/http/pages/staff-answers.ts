import type { ShownCard } from '../../app/find-shown-card.ts'
import type { RedeemAtCounterResult } from '../../app/redeem-at-counter.ts'
import type { ScanResult } from '../../app/stamp-by-scan.ts'
import type { UndoResult } from '../../app/undo-action.ts'
import type { CardFace } from '../../domain/card-face.ts'
import { reasonsDe } from '../../messages/de/reasons.ts'
import { reasonsEn } from '../../messages/en/reasons.ts'
import { reasonsEs } from '../../messages/es/reasons.ts'
import { formatCount, formatDay, formatMoment } from '../../messages/formats.ts'
import { reasonsFr } from '../../messages/fr/reasons.ts'
import type { Speech } from '../../messages/messages.ts'
import { reasonSaid } from '../../messages/reasons.ts'
import { refusalWords } from '../../messages/refusal-words.ts'
import { staffWords } from '../../messages/staff-words.ts'
import { traceWords } from '../../messages/trace-words.ts'
import type { Answer } from '../../pages/staff/answer.ts'

/** One entry of a card's ledger. */
export type LedgerRow = { at: number; count: number; channel: string }

/** For whom an answer is worded: times are said by the shop's clock, and the day only where it is not today. */
export type Listener = { speech: Speech; timeZone: string; now: number }

const reasons = { en: reasonsEn, es: reasonsEs, de: reasonsDe, fr: reasonsFr }

/** What was scanned is nobody's, or cannot be used. */
export function notShown(speech: Speech, shown: Extract<ShownCard, { ok: false }>): Answer {
  const { no } = staffWords(speech)
  const words = { unknown: no.unknown, 'code-expired': no.expired, 'card-needed': no.shared }
  return { tone: 'no', title: no.title, details: [words[shown.reason]] }
}

/** A card that earns and redeems nothing; null for one in use. */
export function notInUse(speech: Speech, state: string): Answer | null {
  const { no } = staffWords(speech)
  if (state === 'active') return null
  return { tone: 'no', title: no.title, details: [state === 'paused' ? no.paused : no.gone] }
}

/**
 * What a scan came to.
 * @param card as it is now, with its ledger, and as it was before where somebody looked
 */
export function scanned(
  listener: Listener,
  result: ScanResult,
  card: { face: CardFace | null; before?: CardFace | null; ledger: LedgerRow[] },
): Answer {
  const { speech, timeZone } = listener
  const texts = staffWords(speech)
  if (!result.ok) {
    const why = { 'unknown-card': texts.no.unknown, 'card-not-active': texts.no.gone }
    const words = result.reason === 'client-id-reused' ? texts.no.reused : why[result.reason]
    return { tone: 'no', title: texts.no.title, details: [words] }
  }
  const { scan, counted } = result
  const undoId = scan.outcome === 'already-counted' || scan.state === 'undone' ? undefined : scan.id
  const balance = card.face ? [texts.balance(card.face.stamps, card.face.goal)] : []
  switch (scan.outcome) {
    case 'stamped':
      return {
        tone: 'good',
        title: texts.stamped(formatCount(speech, scan.stamped)),
        details: [...reached(speech, card), ...balance],
        undoId,
      }
    case 'waiting':
      return { tone: 'saved', title: texts.waiting, details: [texts.waitingHint], undoId }
    case 'already-counted': {
      const list = counted
        ? [moment(listener, counted.at), counted.place ?? ''].filter(Boolean).join(', ')
        : ''
      return { tone: 'again', title: texts.counted, details: [texts.countedWhen(list), ...balance] }
    }
    case 'no-stamp': {
      const why = scan.trace.filter((row) => !row.passed && row.rule !== 'stamps')
      const cooling = why.find((row) => row.rule === 'cool-down')
      const until = cooling && coolUntil(card.ledger, scan.at, Number(cooling.figures?.minutes ?? 0))
      const words = why.map((row) => traceWords(speech, row, timeZone))
      if (until) words.push(texts.cooling(moment(listener, until)))
      return { tone: 'no', title: texts.noStamp, details: [...words, ...balance] }
    }
  }
}

function moment({ speech, timeZone, now }: Listener, at: number): string {
  const day = (time: number) => formatDay(speech, time, timeZone)
  if (day(at) !== day(now)) return formatMoment(speech, at, timeZone)
  return new Intl.DateTimeFormat(speech.tag, { timeStyle: 'short', timeZone }).format(at)
}

const earning = new Set(['order', 'staff', 'counter', 'kiosk', 'api', 'claim'])

/** The end of the cool-down that the latest purchase began; null when the ledger does not tell. */
function coolUntil(ledger: LedgerRow[], at: number, minutes: number): number | null {
  const latest = ledger.filter((row) => row.count > 0 && earning.has(row.channel)).map((row) => row.at)
  const until = Math.max(...latest, 0) + minutes * 60_000
  return until > at ? until : null
}

/** Coupons that came with the stamps. */
function reached(
  speech: Speech,
  { face, before }: { face: CardFace | null; before?: CardFace | null },
): string[] {
  const had = new Set(before?.coupons.map((each) => each.id))
  const fresh = before && face ? face.coupons.filter((each) => !had.has(each.id)) : []
  return fresh.map((each) => staffWords(speech).reached(each.title))
}

export function redeemed({ speech, timeZone }: Listener, result: RedeemAtCounterResult): Answer {
  const texts = staffWords(speech)
  if (result.ok)
    return {
      tone: 'good',
      title: texts.redeemed(result.coupon.reward.title),
      details: [],
      undoId: result.actionId,
    }
  const { reason } = result
  if (reason === 'unknown') return { tone: 'no', title: texts.no.title, details: [texts.no.unknown] }
  if (reason === 'card-needed') return { tone: 'no', title: texts.no.title, details: [texts.no.shared] }
  const said = reasonSaid(reasons[speech.language], reason)
  const words = said ?? refusalWords(speech, { timeZone, ...result })
  return { tone: reason === 'already-redeemed' ? 'again' : 'no', title: texts.no.title, details: [words] }
}

export function undone({ speech }: Listener, result: UndoResult): Answer {
  const texts = staffWords(speech)
  if (!result.ok) {
    const words = reasonSaid(reasons[speech.language], result.reason) ?? texts.no.unknown
    return {
      tone: result.reason === 'already-undone' ? 'again' : 'no',
      title: texts.no.title,
      details: [words],
    }
  }
  const { stamps, replacement } = result
  const details = [
    ...(stamps === 0
      ? []
      : [texts.undoneStamps(`${stamps < 0 ? '−' : '+'}${formatCount(speech, Math.abs(stamps))}`)]),
    ...(replacement ? [texts.undoneCoupon] : []),
  ]
  return { tone: 'good', title: texts.undone, details }
}
