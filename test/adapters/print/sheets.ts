import sharp from 'sharp'
import type { Look } from '../../../src/domain/card-face.ts'
import type { Placement, PrintKind, PrintWords } from '../../../src/ports/print.ts'

export const look: Look = { background: '#143d33', foreground: '#fdf6e3', accent: '#e8a33d' }

export const words: PrintWords = {
  shopName: 'Harbour Street Coffee',
  reward: 'Free coffee',
  rule: 'Every visit earns a stamp. At 10 stamps, the reward is yours.',
  scan: 'Scan with your phone’s camera',
  easy: 'Your stamp card is on your phone in seconds. No app, no form.',
}

export const urlOf = (kind: PrintKind) => `https://cards.example.com/join/harbour-street-coffee?p=${kind}`

export const placement = (kind: PrintKind, over: Partial<Placement> = {}): Placement => ({
  kind,
  words,
  look,
  goal: 10,
  url: urlOf(kind),
  language: 'en',
  ...over,
})

/** A logo with a transparent ground, and a photograph. */
export async function pictures(): Promise<{ logo: Buffer; photo: Buffer }> {
  const circle =
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><circle cx="100" cy="100" r="90" fill="#e8a33d"/></svg>'
  return {
    logo: await sharp(Buffer.from(circle)).png().toBuffer(),
    photo: await sharp({ create: { width: 900, height: 600, channels: 3, background: '#a07040' } })
      .jpeg()
      .toBuffer(),
  }
}
