import { isDeepStrictEqual } from 'node:util'
import { passColors } from '../../src/art/palette.ts'
import type { CardFace } from '../../src/domain/card-face.ts'
import { contrast } from '../../src/domain/contrast.ts'
import { readPicture } from './brand-images.ts'
import { passJson } from './pass-json.ts'

/** 4.5:1 is what WCAG 2.2 asks of text (1.4.3). */
const textContrast = 4.5
const largestLogo = 512 * 1024

/**
 * What a merchant should know before a design goes to customers: one sentence each, none when all is well. The pass's
 * text is judged by passkit-generator's model of Apple's format.
 * @param face the design as an example card
 */
export async function validateDesign(face: CardFace): Promise<string[]> {
  const { background, foreground, logo } = face.look
  const problems: string[] = []
  if (contrast(foreground, background) < textContrast)
    problems.push('The text colour is hard to read on the background: choose a darker or lighter one.')
  if (logo && logo.length > largestLogo) problems.push('The logo is larger than 512 kB.')
  if (logo && !(await readPicture(logo))) problems.push('The logo is no PNG or JPEG that can be read.')
  return [...problems, ...(await refusedParts(face))]
}

/** Ids and addresses stand for the installation's own, which are checked elsewhere. */
const frame = {
  passTypeId: 'pass.example',
  teamId: 'EXAMPLE000',
  webServiceUrl: 'https://cards.example/apple',
  passToken: 'an-example-token',
  logoShowsName: false,
}

/** passkit-generator drops what it does not accept without failing, so what comes out is compared with what went in. */
async function refusedParts(face: CardFace): Promise<string[]> {
  const wanted = passJson(face, { ...frame, colors: passColors(face.look) })
  // Loaded when needed: it takes 170 ms, and a process that saves no design needs none of it.
  const { PKPass } = await import('passkit-generator')
  const taken = new PKPass({ 'pass.json': Buffer.from(JSON.stringify(wanted)) }).props
  if (!taken.storeCard) return ['The card cannot be made into an Apple pass: a text is empty or malformed.']
  const { storeCard, posterGeneric, locations, featuredActions } = wanted
  return [
    ...droppedParts(storeCard, taken.storeCard),
    ...droppedParts(posterGeneric, taken.posterGeneric ?? {}),
    ...droppedParts({ locations, featuredActions }, taken),
  ].map((part) => `Apple Wallet would leave out some of the card's ${part}.`)
}

const droppedParts = (wanted: object, taken: object): string[] =>
  Object.entries(wanted)
    .filter(([part, value]) => !isDeepStrictEqual(value, (taken as Record<string, unknown>)[part]))
    .map(([part]) => part)
