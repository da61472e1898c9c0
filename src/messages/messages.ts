import { de } from './de.ts'
import { en, type Messages } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'

export const languages = { en, es, de, fr } satisfies Record<string, Messages>
export type Language = keyof typeof languages

/** Which way a language's lines run, so that a new one needs its texts alone. */
export const directionOf = (language: string): 'ltr' | 'rtl' => (fromTheRight.has(language) ? 'rtl' : 'ltr')

const fromTheRight = new Set(['ar', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi'])

/** Texts and number formats for one reader. */
export type Speech = {
  language: Language
  /** BCP 47 for Intl: the merchant's own region when the language is the same. */
  tag: string
  texts: Messages
}

/**
 * The reader's first language that we speak, then the merchant's, then English.
 * @param accepted an Accept-Language header as it came
 */
export function speechFor(accepted: string | undefined, merchantLocale = 'en'): Speech {
  const language = wished(accepted).find(isLanguage) ?? firstPart(merchantLocale)
  const spoken = isLanguage(language) ? language : 'en'
  const tag = firstPart(merchantLocale) === spoken ? merchantLocale : spoken
  return { language: spoken, tag: isKnownTag(tag) ? tag : spoken, texts: languages[spoken] }
}

const firstPart = (tag: string): string => tag.trim().split('-')[0]?.toLowerCase() ?? ''

/** Whether we speak it. */
export const isLanguage = (text: string): text is Language => Object.hasOwn(languages, text)

/** Languages by weight; a header is a stranger's text, so only its first 20 entries count. */
function wished(accepted: string | undefined): string[] {
  return (accepted ?? '')
    .slice(0, 500)
    .split(',', 20)
    .map((entry) => {
      const [tag = '', weight] = entry.split(';')
      const quality = Number(/q=([\d.]+)/.exec(weight ?? '')?.[1] ?? 1)
      return { language: firstPart(tag), quality: Number.isFinite(quality) ? quality : 0 }
    })
    .filter((each) => each.quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map((each) => each.language)
}

function isKnownTag(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0
  } catch (error) {
    // A malformed tag in a merchant's settings must not take the page down.
    if (error instanceof RangeError) return false
    throw error
  }
}
