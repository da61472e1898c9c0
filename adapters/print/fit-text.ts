import { softHyphen } from './hyphenate.ts'
import { widthOf } from './letters.ts'
import { capHeight, type Weight } from './typeface.ts'

export type Room = {
  width: number
  height: number
  weight: Weight
  /** Sizes in points: as large as fits between the two. */
  largest: number
  smallest: number
  mostLines: number
  /** Distance of two baselines as a share of the size. */
  leading?: number
  /** For smaller print, which takes another line rather than become smaller still. */
  fill?: true
}

export type FittedText = { lines: string[]; size: number; leading: number; height: number; weight: Weight }

/** Another line has to make the letters this much larger to be worth it. */
const lineIsWorth = { large: 1.35, small: 1.12 }

/**
 * A text, with soft hyphens where its words may be parted, broken into lines at the largest size at which it fits, in few lines rather than many. A word is parted with a
 * hyphen only where nothing else makes it fit. A text too long even then is cut with an ellipsis.
 */
export function fitText(text: string, room: Room): FittedText {
  const words = measured(text, room.weight)
  const worth = room.fill ? lineIsWorth.small : lineIsWorth.large
  let best: { size: number; lines: string[] } | null = null
  for (let mostLines = 1; mostLines <= room.mostLines; mostLines++) {
    const found = largestIn(words, { ...room, mostLines })
    if (found && (!best || found.size > best.size * worth)) best = found
  }
  // Laying them out takes long, and few texts need it.
  const parted = best ? null : partable(words, room)
  if (parted) best = largestIn(parted, room)
  const size = best?.size ?? room.smallest
  const lines = best
    ? balanced(atSize(parted ?? words, room, size), best.lines, size, room)
    : cut(whole(text), room)
  const { weight, leading = usualLeading } = room
  return { lines, size, leading, weight, height: heightOf(lines.length, size, room) }
}

const usualLeading = 1.14

/** Widths at size 1: laying a word out takes long, and every size is tried. */
type Words = { space: number; each: Word[] }
type Word = {
  text: string
  /** With its soft hyphens. */
  marked?: string
  width: number /** Ways to part it, the longest first part first. */
  ways?: [Word, Word][]
}

const measured = (text: string, weight: Weight): Words => ({
  space: widthOf(' ', weight, 1),
  each: text.split(' ').map((marked) => {
    const word = whole(marked)
    return { text: word, marked, width: widthOf(word, weight, 1) }
  }),
})

const whole = (text: string): string => text.replaceAll(softHyphen, '')

function largestIn(words: Words, room: Room): { size: number; lines: string[] } | null {
  for (let size = room.largest; size >= room.smallest; size *= 0.96) {
    const lines = wrapped(atSize(words, room, size), room.width / size, room.mostLines)
    if (lines && heightOf(lines.length, size, room) <= room.height) return { size, lines }
  }
  return null
}

/** The words with the ways to part those that no line would hold at the smallest size, or hardly. */
const partable = ({ space, each }: Words, { width, weight, smallest }: Room): Words => ({
  space,
  each: each.map((word) =>
    word.width * smallest > width * 0.5
      ? { ...word, ways: waysToPart(word.marked ?? word.text, weight) }
      : word,
  ),
})

function waysToPart(word: string, weight: Weight): [Word, Word][] {
  const parts = word.split(softHyphen)
  const measure = (text: string) => ({ text, width: widthOf(text, weight, 1) })
  return parts
    .slice(1)
    .map((_, index): [Word, Word] => {
      const head = parts.slice(0, index + 1).join('')
      const tail = parts.slice(index + 1).join('')
      return [measure(head.endsWith('-') ? head : `${head}-`), measure(tail)]
    })
    .toReversed()
}

/** Words too wide for a line in two parts, which then no line holds together. */
function atSize({ space, each }: Words, { width }: Room, size: number): Words {
  const most = width / size
  const parted = (word: Word): Word[] =>
    (word.width > most && word.ways?.find(([head]) => head.width <= most)) || [word]
  return { space, each: each.flatMap(parted) }
}

/** From the top of the first line's capitals to the last baseline. */
const heightOf = (lines: number, size: number, { weight, leading = usualLeading }: Room): number =>
  size * (capHeight(weight) + (lines - 1) * leading)

/**
 * Null when it takes more lines than there may be, or a word is too wide.
 * @param width at size 1
 */
function wrapped({ space, each }: Words, width: number, mostLines: number): string[] | null {
  const lines: string[] = []
  let used = Number.POSITIVE_INFINITY
  for (const word of each) {
    if (word.width > width) return null
    if (used + space + word.width <= width) {
      lines[lines.length - 1] += ` ${word.text}`
      used += space + word.width
    } else {
      lines.push(word.text)
      used = word.width
    }
    if (lines.length > mostLines) return null
  }
  return lines
}

/** The same number of lines, as even as they can be: no single word stands alone at the end. */
function balanced(words: Words, lines: string[], size: number, room: Room): string[] {
  const full = room.width / size
  for (let width = full * 0.5; width < full && lines.length > 1; width += full * 0.02) {
    const narrower = wrapped(words, width, lines.length)
    if (narrower) return narrower
  }
  return lines
}

function cut(text: string, room: Room): string[] {
  const size = room.smallest
  const fitting =
    Math.floor((room.height / size - capHeight(room.weight)) / (room.leading ?? usualLeading)) + 1
  const most = Math.max(1, Math.min(room.mostLines, fitting))
  const lines = ['']
  for (const letter of text) {
    const line = `${lines.at(-1)}${letter}`
    if (widthOf(`${line}…`, room.weight, size) <= room.width) {
      lines[lines.length - 1] = line
      continue
    }
    if (lines.length === most) {
      lines[most - 1] = `${lines[most - 1]?.trimEnd()}…`
      break
    }
    // Broken at the last space, where there is one.
    const full = lines.at(-1) ?? ''
    const space = full.lastIndexOf(' ')
    if (space > 0 && letter !== ' ') lines.splice(-1, 1, full.slice(0, space), full.slice(space + 1) + letter)
    else lines.push(letter.trim())
  }
  return lines
}
