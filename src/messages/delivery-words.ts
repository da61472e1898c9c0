import { spacedFrench } from '../domain/french-spacing.ts'
import { deliveriesDe } from './de/deliveries.ts'
import type { DeliveryReason, DeliveryTexts } from './delivery-texts.ts'
import { deliveriesEn } from './en/deliveries.ts'
import { deliveriesEs } from './es/deliveries.ts'
import { type ToldFailure, tellFailure } from './failure-words.ts'
import { deliveriesFr } from './fr/deliveries.ts'
import type { Language } from './messages.ts'

const texts: Record<Language, DeliveryTexts> = {
  en: deliveriesEn,
  es: deliveriesEs,
  de: deliveriesDe,
  fr: spacedFrench(deliveriesFr),
}

/** What readers of tills write of deliveries that change nothing, or that cannot be read at all. */
const known: [RegExp, DeliveryReason][] = [
  [/^topic .* has no effect$|^messages of type .* are not used$| is not used$/, 'unused'],
  [/^the (payment|refund) is |^the order is a draft$/, 'unfinished'],
  [/^the (payment|refund) has no order$| names no order$/, 'no-order'],
  [/^nothing went back$|^a return that takes nothing from a sale$/, 'nothing-back'],
  [/^no customers were merged$|^customer merge is /, 'not-merged'],
  [/ is not JSON$/, 'no-json'],
  [/^The sender cannot be told from this body\.$/, 'no-sender'],
]
/** Where only the state says what happened, the note itself follows: it names the field, or the fault. */
const byState: Record<string, DeliveryReason | undefined> = {
  unreadable: 'wrong-part',
  failed: 'failed',
  pending: 'again',
}

/** A delivery's note, for people: in the reader's language, and in the words of the books where those say more. */
export function tellNote(
  { language }: { language: Language },
  { state, note }: { state: string; note: string },
): ToldFailure {
  const own = texts[language]
  const reason = known.find(([form]) => form.test(note))?.[1]
  if (reason) return { words: own[reason], quote: null }
  const failure = tellFailure({ language }, note)
  if (failure.words) return failure
  const general = byState[state]
  return { words: general ? own[general] : '', quote: note }
}
