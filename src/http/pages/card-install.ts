import { type Response, Router } from 'express'
import sharp from 'sharp'
import { z } from 'zod'
import type { CardFace } from '../../domain/card-face.ts'
import { type CardDeps, faceOf, noSuchPart } from './card-routes.ts'

const sizeShape = z.enum(['192', '512']).transform(Number)
const keptIcons = 200
const icons = new Map<string, Promise<Buffer>>()

/** What makes a web card installable: manifest, icons and the worker that keeps its last state. */
export function cardInstall(deps: CardDeps): Router {
  const router = Router()
  router.get('/card/sw.js', (_request, response) => {
    response.set({ 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-cache' })
    response.send(deps.assets.plain('sw.js'))
  })
  router.get('/card/:token/manifest.webmanifest', async (request, response) => {
    const face = await faceOf(deps, request)
    response.set({ 'Content-Type': 'application/manifest+json', 'Cache-Control': 'private, no-cache' })
    response.send(JSON.stringify(manifest(face, `/card/${request.params.token}`)))
  })
  router.get('/card/:token/icon-:size.png', async (request, response) => {
    const size = sizeShape.safeParse(request.params.size)
    if (!size.success) throw noSuchPart()
    await sendIcon(response, await faceOf(deps, request), size.data)
  })
  return router
}

const manifest = (face: CardFace, path: string) => ({
  name: `${face.shopName}: ${face.programName}`,
  short_name: face.shopName.slice(0, 30),
  id: path,
  start_url: path,
  scope: path,
  display: 'standalone',
  lang: face.locale,
  background_color: face.look.background,
  theme_color: face.look.background,
  icons: [192, 512].map((size) => ({
    src: `${path}/icon-${size}.png`,
    sizes: `${size}x${size}`,
    type: 'image/png',
    purpose: 'any maskable',
  })),
})

async function sendIcon(response: Response, face: CardFace, size: number): Promise<void> {
  const { background, accent } = face.look
  const key = `${background}/${accent}/${size}`
  let icon = icons.get(key)
  if (!icon) {
    if (icons.size >= keptIcons) icons.clear()
    icon = sharp(Buffer.from(iconSvg(background, accent)))
      .resize(size, size)
      .png()
      .toBuffer()
    icons.set(key, icon)
  }
  response.set({ 'Content-Type': 'image/png', 'Cache-Control': 'private, max-age=86400' }).send(await icon)
}

/** A stamp in the merchant's colours, within the part that every icon mask leaves. No letters: fonts differ by machine. */
function iconSvg(background: string, accent: string): string {
  const colour = (text: string, otherwise: string) => (/^#[0-9a-f]{6}$/i.test(text) ? text : otherwise)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="512" height="512" viewBox="0 0 64 64">
    <rect width="64" height="64" fill="${colour(background, '#2b2622')}"/>
    <circle cx="32" cy="32" r="19" fill="${colour(accent, '#e8b04b')}"/>
    <path d="M23 33l6.5 6.5L42 26" fill="none" stroke="${colour(background, '#2b2622')}" stroke-width="5" stroke-linecap="round" stroke-linejoin="round"/>
  </svg>`
}
