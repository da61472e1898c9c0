import sharp from 'sharp'
import { paletteOf } from '../../src/art/palette.ts'
import type { Look, StampShape } from '../../src/domain/card-face.ts'
import { contrast } from '../../src/domain/contrast.ts'
import type { PrintWords } from '../../src/ports/print.ts'
import type { Box, Paint, Picture } from './canvas.ts'
import { hyphenated } from './hyphenate.ts'
import { type QrCode, qrCode } from './qr-path.ts'
import { printable } from './typeface.ts'

export type Colours = { ground: Paint; ink: Paint; stamp: Paint; bright: Paint; mark: Paint; onWhite: Paint }

/** Everything that a sheet is drawn from, made ready: drawing itself waits for nothing. */
export type Design = {
  words: PrintWords
  colours: Colours
  qr: QrCode
  shape: StampShape
  goal: number
  /** On the ground's colour. */
  logo: Picture | null
  /** Of the stamps, on a stamp's colour; only where stamps show the logo. */
  stampLogo: Picture | null
  /** Cut to the place it is for. */
  photo: Picture | null
}

type Wanted = {
  words: PrintWords
  look: Look
  goal: number
  url: string
  language: string
  /** Where the photograph would stand; null on sheets without one. */
  photoBox: Box | null
}

/** @throws RangeError when the address is too long for a QR code */
export async function designOf({ words, look, goal, url, language, photoBox }: Wanted): Promise<Design> {
  const colours = coloursOf(look)
  const ready = (text: string) => hyphenated(printable(text), language)
  const shape = look.stamp === 'logo' && !look.logo ? 'circle' : (look.stamp ?? 'seal')
  return {
    words: {
      shopName: ready(words.shopName),
      reward: ready(words.reward),
      rule: ready(words.rule),
      scan: ready(words.scan),
      easy: ready(words.easy),
    },
    colours,
    qr: qrCode(url),
    shape,
    goal,
    logo: look.logo ? await flatLogo(look.logo, colours.ground) : null,
    stampLogo: shape === 'logo' && look.logo ? await flatLogo(look.logo, colours.bright) : null,
    photo: look.photo && photoBox ? await cutPhoto(look.photo, photoBox) : null,
  }
}

/** Text needs 4.5:1 (WCAG 2.2, 1.4.3), on paper as on the screen. */
const textContrast = 4.5
const white = '#ffffff'
const nearBlack = '#141414'
/** On any ground, one of this and white can be read. */
const black = '#000000'

function coloursOf(look: Look): Colours {
  const { background, foreground } = look
  const readable = (ink: string, ground: string) => contrast(ink, ground) >= textContrast
  const ink = [foreground, nearBlack, white].find((each) => readable(each, background)) ?? black
  const onWhite = [background, foreground, look.accent].find((each) => readable(each, white)) ?? nearBlack
  const { stamp, bright, mark } = paletteOf(look)
  return { ground: background, ink, stamp, bright, mark, onWhite }
}

async function flatLogo(bytes: Uint8Array, ground: Paint): Promise<Picture> {
  const { width = 0, height = 0 } = await sharp(bytes).metadata()
  // An empty margin would make it small. Less than 3 dots cannot be trimmed.
  const drawn = Math.min(width, height) < 3 ? sharp(bytes) : sharp(bytes).trim()
  const { data, info } = await drawn
    .flatten({ background: ground })
    .png()
    .toBuffer({ resolveWithObject: true })
  return { bytes: data, type: 'png', width: info.width, height: info.height }
}

/** 300 dpi, as far as the photograph itself goes. */
async function cutPhoto(bytes: Uint8Array, box: Box): Promise<Picture> {
  const edge = (points: number) => Math.round(Math.min((points * 300) / 72, (points / box.width) * 1800))
  const { data, info } = await sharp(bytes)
    .flatten({ background: white })
    .resize({ width: edge(box.width), height: edge(box.height), fit: 'cover' })
    .jpeg({ quality: 86 })
    .toBuffer({ resolveWithObject: true })
  return { bytes: data, type: 'jpeg', width: info.width, height: info.height }
}
