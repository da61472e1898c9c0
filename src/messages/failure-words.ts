import { type FailureReason, readFailure } from '../domain/failure-note.ts'
import { spacedFrench } from '../domain/french-spacing.ts'
import { failuresDe } from './de/failures.ts'
import { failuresEn } from './en/failures.ts'
import { failuresEs } from './es/failures.ts'
import type { CodeChange, FailureTexts } from './failure-texts.ts'
import { failuresFr } from './fr/failures.ts'
import type { Language } from './messages.ts'

/** `quote`: what the provider said, in English, or what is not known how to say otherwise. */
export type ToldFailure = { words: string; quote: string | null }

const texts: Record<Language, FailureTexts> = {
  en: failuresEn,
  es: failuresEs,
  de: failuresDe,
  fr: spacedFrench(failuresFr),
}
const names: Record<string, string> = {
  shopify: 'Shopify',
  square: 'Square',
  apple: 'Apple',
  'google-wallet': 'Google',
}
/** Our own sentence leaves open what has to be put right. */
const quoted = new Set<FailureReason>(['no-permission', 'reward', 'currency', 'refused'])

/** Why a till or wallet was not reached or refused, or what was changed there, for people. */
export function tellFailure({ language }: { language: Language }, line: string): ToldFailure {
  const own = texts[language]
  const failure = readFailure(line)
  if (failure) {
    const { reason, provider, said } = failure
    return {
      words: own.reasons[reason](names[provider] ?? own.till),
      quote: quoted.has(reason) ? said : null,
    }
  }
  const changes = line.split(', ').map((each) => (isChange(own, each) ? own.changes[each] : null))
  if (changes.includes(null)) return { words: '', quote: line }
  return { words: own.changed(changes.join(', ')), quote: null }
}

const isChange = (own: FailureTexts, name: string): name is CodeChange => Object.hasOwn(own.changes, name)
