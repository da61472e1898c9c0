import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createBoundedCache } from '../../src/art/bounded-cache.ts'
import type { Look } from '../../src/domain/card-face.ts'
import type { Placement, Print, PrintFormat } from '../../src/ports/print.ts'

type Draw = Print['drawPlacement']

/**
 * Keeps drawn sheets, the ones asked for longest ago going first: a page shows seven of them, and drawing one takes up
 * to seconds. Several who ask for the same one at once wait for one drawing.
 */
export function keptSheets(
  draw: Draw,
  mostBytes = 32 * 1024 * 1024,
): Pick<Print, 'drawPlacement' | 'digestOf'> {
  // One that alone would push out many others is not kept.
  const sheets = createBoundedCache<Buffer>(mostBytes, ({ length }) =>
    length > mostBytes / 4 ? Number.POSITIVE_INFINITY : length,
  )
  return {
    digestOf,
    drawPlacement: async (placement, format) =>
      sheets.get(digestOf(placement, format), () => draw(placement, format)),
  }
}

function digestOf({ look, ...placement }: Placement, format: PrintFormat): string {
  const content = JSON.stringify([drawnBy(), format, Object.entries(placement).sort(), inkOf(look)])
  return createHash('sha256').update(content).digest('base64url').slice(0, 22)
}

function inkOf({ logo, photo, digests, ...colours }: Look) {
  const pictures = { logo: digests?.logo ?? sha256(logo), photo: digests?.photo ?? sha256(photo) }
  return [Object.entries(colours).sort(), pictures]
}

const sha256 = (bytes: Uint8Array | undefined): string | null =>
  bytes ? createHash('sha256').update(bytes).digest('hex') : null

let drawing: string | undefined

/** Of the drawing's own files: the next release may draw the same words another way. */
function drawnBy(): string {
  if (drawing !== undefined) return drawing
  const hash = createHash('sha256')
  for (const folder of [new URL('./', import.meta.url), new URL('../../src/art/', import.meta.url)])
    for (const name of readdirSync(folder).sort()) hash.update(readFileSync(new URL(name, folder)))
  drawing = hash.digest('base64url')
  return drawing
}
