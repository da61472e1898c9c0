import { capHeight, type Weight, widthOf } from './typeface.ts'

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
 * A text broken into lines at the largest size at which it fits, in few lines rather than many. A text too long even
 * at the smallest is cut with an ellipsis; a single word too wide is broken.
 */
export function fitText(text: string, room: Room): FittedText {
  const words = measured(text, room.weight)
  const worth = room.fill ? lineIsWorth.small : lineIsWorth.large
  let best: { size: number; lines: string[] } | null = null
  for (let mostLines = 1; mostLines <= room.mostLines; mostLines++) {
    const found = largestIn(words, { ...room, mostLines })
    if (found && (!best || found.size > best.size * worth)) best = found
  }
  const size = best?.size ?? room.smallest
  const lines = best ? balanced(words, best.lines, size, room) : cut(text, room)
  const { weight, leading = usualLeading } = room
  return { lines, size, leading, weight, height: heightOf(lines.length, size, room) }
}

const usualLeading = 1.14

/** Widths at size 1: laying a word out takes long, and every size is tried. */
type Words = { space: number; each: { text: string; width: number }[] }

const measured = (text: string, weight: Weight): Words => ({
  space: widthOf(' ', weight, 1),
  each: text.split(' ').map((word) => ({ text: word, width: widthOf(word, weight, 1) })),
})

function largestIn(words: Words, room: Room): { size: number; lines: string[] } | null {
  for (let size = room.largest; size >= room.smallest; size *= 0.96) {
    const lines = wrapped(words, room.width / size, room.mostLines)
    if (lines && heightOf(lines.length, size, room) <= room.height) return { size, lines }
  }
  return null
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
