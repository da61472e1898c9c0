import { createRequire } from 'node:module'

/** Stands in a word where a line may part it; never drawn. */
export const softHyphen = '\u00ad'

type Hyphenate = (text: string, options: { hyphenChar: string; minWordLength: number }) => string

const require = createRequire(import.meta.url)
const patterns: Record<string, () => Hyphenate> = {
  de: () => require('hyphen/de').hyphenateSync,
  en: () => require('hyphen/en').hyphenateSync,
  es: () => require('hyphen/es').hyphenateSync,
  fr: () => require('hyphen/fr').hyphenateSync,
}
const loaded = new Map<string, Hyphenate>()

/** Shorter words fit wherever longer ones do. */
const leastWord = 8
const leastLetters = 3

/** A text with soft hyphens where its language parts long words. @param language BCP 47; without patterns for it, only at hyphens */
export function hyphenated(text: string, language: string): string {
  const [tongue = ''] = language.split('-')
  return text
    .split(' ')
    .map((word) => (word.length < leastWord ? word : marked(word, tongue)))
    .join(' ')
}

function marked(word: string, language: string): string {
  const hyphenate = hyphenatorOf(language)
  const parts = hyphenate ? hyphenate(word, { hyphenChar: softHyphen, minWordLength: leastWord }) : word
  // A compound that has its own hyphen is parted there as well.
  const places = parts.replaceAll('-', `-${softHyphen}`).split(softHyphen).filter(Boolean)
  const long = (letters: string) => letters.length >= leastLetters
  return places.reduce((head, next, at) =>
    long(head) && long(places.slice(at).join('')) ? head + softHyphen + next : head + next,
  )
}

/** Patterns are large: read when the first sheet speaks their language. */
function hyphenatorOf(language: string): Hyphenate | undefined {
  const known =
    loaded.get(language) ?? (Object.hasOwn(patterns, language) ? patterns[language]?.() : undefined)
  if (known) loaded.set(language, known)
  return known
}
