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
}

export type FittedText = { lines: string[]; size: number; leading: number; height: number; weight: Weight }

/** Another line has to make the letters this much larger to be worth it. */
const lineIsWorth = 1.35

/**
 * A text broken into lines at the largest size at which it fits, in few lines rather than many. A text too long even
 * at the smallest is cut with an ellipsis; a single word too wide is broken.
 */
export function fitText(text: string, room: Room): FittedText {
  let best: { size: number; lines: string[] } | null = null
  for (let mostLines = 1; mostLines <= room.mostLines; mostLines++) {
    const found = largestIn(text, { ...room, mostLines })
    if (found && (!best || found.size > best.size * lineIsWorth)) best = found
  }
  return best ? fitted(best.lines, best.size, room) : fitted(cut(text, room), room.smallest, room)
}

function largestIn(text: string, room: Room): { size: number; lines: string[] } | null {
  for (let size = room.largest; size >= room.smallest; size *= 0.96) {
    const lines = wrapped(text, size, room)
    if (lines && heightOf(lines.length, size, room) <= room.height) return { size, lines }
  }
  return null
}

function fitted(lines: string[], size: number, room: Room): FittedText {
  const { weight, leading = 1.14 } = room
  return {
    lines: balanced(lines, size, room),
    size,
    leading,
    weight,
    height: heightOf(lines.length, size, room),
  }
}

/** From the top of the first line's capitals to the last baseline. */
const heightOf = (lines: number, size: number, { weight, leading = 1.14 }: Room): number =>
  size * (capHeight(weight) + (lines - 1) * leading)

/** Null when it takes more lines than there may be, or a word is too wide. */
function wrapped(
  text: string,
  size: number,
  room: Pick<Room, 'width' | 'weight' | 'mostLines'>,
): string[] | null {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word
    if (lines.length > 0 && widthOf(longer, room.weight, size) <= room.width) lines[lines.length - 1] = longer
    else if (widthOf(word, room.weight, size) <= room.width) lines.push(word)
    else return null
    if (lines.length > room.mostLines) return null
  }
  return lines
}

/** The same number of lines, as even as they can be: no single word stands alone at the end. */
function balanced(lines: string[], size: number, room: Room): string[] {
  if (lines.length < 2) return lines
  const text = lines.join(' ')
  for (let width = room.width * 0.5; width < room.width; width += room.width * 0.04) {
    const narrower = wrapped(text, size, { ...room, width, mostLines: lines.length })
    if (narrower) return narrower
  }
  return lines
}

function cut(text: string, room: Room): string[] {
  const size = room.smallest
  const fitting = Math.floor((room.height / size - capHeight(room.weight)) / (room.leading ?? 1.14)) + 1
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
