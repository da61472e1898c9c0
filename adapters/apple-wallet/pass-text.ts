import { randomBytes, randomInt } from 'node:crypto'
import { createBoundedCache } from '../../src/art/bounded-cache.ts'
import type { CardFace, FaceEvent } from '../../src/domain/card-face.ts'
import { htmlText, utc, writeText, writeUtc } from './pass-field.ts'
import { type PassFrame, type PassJson, passJson } from './pass-json.ts'
import { createPassStrings, type PassStrings } from './pass-strings.ts'

/** pass.json of all cards in one state whose own values are of one length, and its translations. */
export type PassText = {
  /** UTF-8, with one card's values. */
  json: Buffer
  /** Where in it which of the values stands, in the order of the text. */
  places: readonly PassPlace[]
  strings: PassStrings
}

/** @property first where the same value stands first: most are told more than once */
type PassPlace = { at: number; length: number; value: number; first: number }

/** What pass.json is filled in with for one card. */
export type FilledText = { text: PassText; own: OwnValues }

type OwnValues = {
  /** Its number, its token, and its address as it stands in a link and by itself. */
  texts: readonly [string, string, string, string]
  /** How long they are. */
  lengths: string
  story: readonly FaceEvent[]
}

/** So much of memory is what is made of a text for all its cards: see {@link createMould}. */
const weightBeside = 8 * 1024

/**
 * `frameKey` tells a frame from others, but for its token.
 *
 * Cards of one program in one state say the same but for their number, address, token and the times of their story. So
 * the text is made once for all of them, and filled in for each: a tenth of the work, which counts where a program's
 * edit changes every card at once.
 */
export function createPassText(
  cacheBytes = 16 * 1024 * 1024,
): (face: CardFace, frame: PassFrame, frameKey: string) => FilledText | Promise<FilledText> {
  const stringsOf = createPassStrings()
  const texts = createBoundedCache<PassText>(
    cacheBytes,
    ({ json, strings }) => 4 * json.length + strings.block.data.length + weightBeside,
  )
  return (face, frame, frameKey) => {
    const own = ownValues(face, frame)
    const found = texts.get(stateOf(face, frameKey, own), async () => {
      const content = passJson(marked(face), { ...frame, passToken: marks.token })
      return { ...laidOut(content, own), strings: await stringsOf(face, frame, content) }
    })
    return found instanceof Promise ? found.then((text) => ({ text, own })) : { text: found, own }
  }
}

/** Writes a card's own values into a copy of its text. */
export function fillIn(json: Buffer, { text, own }: FilledText): void {
  for (const { at, length, value, first } of text.places) {
    if (at !== first) json.copyWithin(at, first, first + length)
    else if (value < addressed) writeText(json, at, own.texts[value]!)
    else writeUtc(json, at, own.story[value - addressed]!.at)
  }
}

/** What is filled in, and what no pass tells: of a look it tells the colours, which come with the frame. */
type Unsaid =
  | ('serial' | 'url' | 'history')
  | ('cardId' | 'revision' | 'modifiedSecond' | 'cycle' | 'version' | 'look')

/** All the rest: a face that learns to say something new belongs in here, or this does not compile. */
const said = Object.keys({
  ...{ merchantId: 1, programId: 1, locale: 1, timeZone: 1, shopName: 1, programName: 1, stamps: 1, goal: 1 },
  ...{ milestones: 1, nextReward: 1, progress: 1, coupons: 1, voided: 1, paused: 1, movedTo: 1, ended: 1 },
  ...{ stampsExpireAt: 1, stampsExpireSoon: 1, earn: 1, contact: 1, locations: 1 },
} satisfies Record<Exclude<keyof CardFace, Unsaid>, 1>) as Exclude<keyof CardFace, Unsaid>[]

/** Also how long the own values are. */
function stateOf(face: CardFace, frameKey: string, { lengths, story }: OwnValues): string {
  // Moments are all of one length.
  const state: unknown[] = [frameKey, lengths]
  for (const name of said) state.push(face[name])
  for (const event of story) state.push(event.kind === 'stamps' ? event.count : { ...event, at: 0 })
  return JSON.stringify(state)
}

/** By chance, so that no text of a shop can hold one. The address is written in links too, where `&` is another text. */
const chance = () => randomBytes(12).toString('hex')
const marks = { serial: chance(), url: `https://${chance()}&`, token: chance() }
const firstEvent = Date.UTC(8000, 0, 1) + randomInt(2 ** 40)
const eventMark = (index: number) => firstEvent + index * 1000

const marked = (face: CardFace): CardFace => ({
  ...face,
  serial: marks.serial,
  url: marks.url,
  ...(face.history && {
    history: face.history.map((event, index) => ({ ...event, at: eventMark(index) })),
  }),
})

/** The longer one of two that begin alike comes first. */
const marksOf = (events: number): string[] => [
  marks.serial,
  marks.token,
  htmlText(marks.url),
  marks.url,
  ...Array.from({ length: events }, (_, index) => utc(eventMark(index))),
]

/** So many of the own values, in the order of the marks, come before those of the card's story. */
const addressed = 4

function ownValues({ serial, url, history = [] }: CardFace, { passToken }: PassFrame): OwnValues {
  if (plain.test(serial) && plain.test(passToken) && plain.test(url)) {
    const lengths = `${serial.length} ${passToken.length} ${url.length}`
    return { texts: [serial, passToken, url, url], lengths, story: history }
  }
  const texts: OwnValues['texts'] = [inJson(serial), inJson(passToken), inJson(htmlText(url)), inJson(url)]
  return { texts, lengths: texts.map((text) => Buffer.byteLength(text)).join(), story: history }
}

/** Neither JSON nor a link writes these another way, and few own values have others. */
const plain = /^[\w.~:/-]*$/

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1)

/** Takes the text apart at its marks and puts it together with one card's values. */
function laidOut(content: PassJson, { texts, story }: OwnValues): Pick<PassText, 'json' | 'places'> {
  const names = marksOf(content.storeCard.backFields.length)
  const parts = JSON.stringify(content).split(new RegExp(`(${names.join('|')})`))
  const places: PassPlace[] = []
  const own = [...texts, ...story.map(({ at }) => utc(at))]
  let json = ''
  for (const [index, part] of parts.entries()) {
    const value = index % 2 === 1 ? names.indexOf(part) : null
    const said = value === null ? part : own[value]!
    if (value !== null) {
      const at = Buffer.byteLength(json)
      const first = places.find((each) => each.value === value)?.at ?? at
      places.push({ at, length: Buffer.byteLength(said), value, first })
    }
    json += said
  }
  return { json: Buffer.from(json), places }
}
