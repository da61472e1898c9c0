import type { Box, Canvas, Paint, PathStyle, Picture, Spot, TextLine } from './canvas.ts'
import { outlinesOf, runsOf } from './letters.ts'

/** A sheet as SVG, its texts as outlines: looks the same wherever it is shown, whatever fonts are there. */
export function svgCanvas(width: number, height: number): Canvas & { svg(): string } {
  const parts: string[] = []
  return {
    rect(box, style, radius = 0) {
      parts.push(`<rect ${boxed(box)}${radius ? ` rx="${short(radius)}"` : ''}${styled(style)}/>`)
    },
    path: (path, spot, style) =>
      parts.push(`<path d="${path}"${placed(spot)}${styled(style)} fill-rule="evenodd"/>`),
    text: (line) => parts.push(outlined(line)),
    image: (picture, box) =>
      parts.push(`<image ${boxed(box)} preserveAspectRatio="none" href="${dataUrl(picture)}"/>`),
    upsideDown(x, y, draw) {
      parts.push(`<g transform="rotate(180 ${short(x)} ${short(y)})">`)
      draw()
      parts.push('</g>')
    },
    svg: () =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="${short(width)}" height="${short(height)}" viewBox="0 0 ${short(width)} ${short(height)}">${parts.join('')}</svg>`,
  }
}

function outlined({ text, x, baseline, size, weight, fill }: TextLine): string {
  const runs = runsOf(text, weight).map((run) => {
    const scale = size / run.font.unitsPerEm
    return `<path transform="translate(${short(x + run.x * size)} ${short(baseline)}) scale(${scale.toFixed(6)} ${(-scale).toFixed(6)})" fill="${colour(fill)}" d="${outlinesOf(run)}"/>`
  })
  return runs.join('')
}

const short = (value: number): number => Math.round(value * 1000) / 1000
const colour = (paint: Paint): string => (paint === 'black' ? '#000000' : paint)

const boxed = ({ x, y, width, height }: Box): string =>
  `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"`

const placed = ({ x, y, scale, turn }: Spot): string =>
  ` transform="translate(${short(x)} ${short(y)})${turn ? ` rotate(${turn})` : ''} scale(${scale.toFixed(6)})"`

const styled = (style: PathStyle): string =>
  'fill' in style
    ? ` fill="${colour(style.fill)}"`
    : ` fill="none" stroke="${colour(style.stroke)}" stroke-width="${style.width}" stroke-linecap="round" stroke-linejoin="round"${style.dash ? ` stroke-dasharray="${style.dash}"` : ''}`

const dataUrl = ({ bytes, type }: Picture): string => `data:image/${type};base64,${bytes.toString('base64')}`
