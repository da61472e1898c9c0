import type { Look } from '../domain/card-face.ts'
import { type Palette, readableVeil } from './palette.ts'
import { logoId, type Place } from './stamp-shapes.ts'

type Box = { width: number; height: number }

/** Enough to calm a photograph down, too little to hide it. */
const thinVeil = 0.35

/** What lies behind the stamps: the ground's colour, or the merchant's photograph under a thin veil of it. */
export function groundOf(look: Look, colors: Palette, { width, height }: Box): string {
  const plain = `<rect width="${width}" height="${height}" fill="${colors.ground}"/>`
  if (!look.photo) return plain + glow(colors)
  const size = `width="${width}" height="${height}"`
  return `${plain}<image ${size} preserveAspectRatio="xMidYMid slice" href="${dataUrl(look.photo)}"/><rect ${size} fill="${colors.ground}" fill-opacity="${thinVeil}"/>`
}

/** Below each place on a photograph, so that it stands out whatever the photograph shows there. */
export function backingOf(look: Look, colors: Palette, { x, y, diameter }: Place): string {
  if (!look.photo) return ''
  const at = [x, y, diameter * 0.56].map((value) => Math.round(value * 100) / 100)
  return `<circle cx="${at[0]}" cy="${at[1]}" r="${at[2]}" fill="${colors.ground}" fill-opacity="${readableVeil(colors)}"/>`
}

/** The logo once, for every stamp that shows it. */
export function definitionsOf(look: Look): string {
  if (look.stamp !== 'logo' || !look.logo) return ''
  return `<defs><image id="${logoId}" x="-31" y="-31" width="62" height="62" preserveAspectRatio="xMidYMid meet" href="${dataUrl(look.logo)}"/></defs>`
}

const glow = (colors: Palette) =>
  `<g fill="none" stroke="${colors.stamp}" stroke-opacity=".07" stroke-width="14"><circle cx="356" cy="-8" r="62"/><circle cx="356" cy="-8" r="104"/><circle cx="356" cy="-8" r="146"/></g>`

function dataUrl(bytes: Uint8Array): string {
  const type = bytes[0] === 0x89 ? 'image/png' : 'image/jpeg'
  return `data:${type};base64,${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')}`
}
