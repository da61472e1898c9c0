import { createBoundedCache } from '../../src/art/bounded-cache.ts'
import type { CardFace } from '../../src/domain/card-face.ts'
import { manifestLines } from './design-images.ts'
import type { PassField } from './pass-field.ts'
import { type PassFrame, type PassJson, passJson } from './pass-json.ts'
import { languageOf, type PassLanguage, passLanguages } from './texts.ts'
import { type PassFile, passFile, type ZipBlock, zipBlock } from './zip.ts'

/** Files of translations, laid out for the archive, and their lines of manifest.json. */
export type PassStrings = { block: ZipBlock; manifest: string }

/**
 * The pass in every language, for phones that speak another one than the shop: `de.lproj/pass.strings` and so on. What
 * pass.json says is itself the key to its translations, so that a phone of no such language still reads the shop's, and
 * a changed sentence is a changed value, which is what phones notify of. Kept by what is said: cards in one state share
 * one set.
 */
export function createPassStrings(
  cacheBytes = 8 * 1024 * 1024,
): (face: CardFace, frame: PassFrame, json: PassJson) => PassStrings | Promise<PassStrings> {
  const sets = createBoundedCache<PassStrings>(cacheBytes, ({ block }) => block.data.length)
  return (face, frame, json) => {
    const said = textsOf(json)
    return sets.get(`${face.locale}\0${said.join('\0')}`, async () => {
      const files = stringsFiles(face, frame, said)
      return { block: zipBlock(files), manifest: manifestLines(files) }
    })
  }
}

function stringsFiles(face: CardFace, frame: PassFrame, said: string[]): PassFile[] {
  const own = languageOf(face.locale)
  const inLanguage = (language: PassLanguage) =>
    language === own ? said : textsOf(passJson({ ...face, locale: language }, frame))
  const translations = passLanguages.map(inLanguage)
  // Names and titles are the same in all languages and need no line.
  const rows = new Map(
    said.flatMap((text, index) =>
      translations.some((each) => each[index] !== text) ? [[text, index] as const] : [],
    ),
  )
  return passLanguages.map((language, at) => {
    const lines = [...rows].map(
      ([text, index]) => `"${escaped(text)}" = "${escaped(translations[at]![index]!)}";`,
    )
    // Apple asks for UTF-16 wherever there is more than ASCII.
    return passFile(`${language}.lproj/pass.strings`, Buffer.from(`\ufeff${lines.join('\n')}\n`, 'utf16le'))
  })
}

/** Everything of a pass that a phone translates, always in the same order. */
function textsOf({ description, locations, storeCard, posterGeneric }: PassJson): string[] {
  const { headerFields, secondaryFields, auxiliaryFields, backFields } = storeCard
  const fields = [
    ...headerFields,
    ...secondaryFields,
    ...auxiliaryFields,
    ...backFields,
    ...posterGeneric.footerFields,
  ]
  return [
    description,
    ...(locations ?? []).map(({ relevantText }) => relevantText),
    ...fields.flatMap((field) => [field.label, ...spokenValue(field)]),
  ]
}

/** The same in every language: numbers, codes, addresses. Phones write dates and sums of money by themselves. */
const verbatim = /^(?:stamps|card|link|website|privacy|contact|code.*)$/

const spokenValue = ({ key, value, dateStyle }: PassField): string[] =>
  typeof value !== 'string' || dateStyle !== undefined || verbatim.test(key) ? [] : [value]

const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
