import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Router } from 'express'
import type { Badge, WalletName } from '../../pages/page-context.ts'

/** The wallets' own buttons, as the operator got them from Apple and Google; without them pages show neutral ones. */
export type WalletBadges = {
  /** In this language, otherwise the one for all languages; null where there is neither. */
  of(wallet: WalletName, language: string): Badge | null
  router: Router
}

type Picture = { type: string; width: number; height: number }

const fileName = /^(apple|google)(?:\.([a-z]{2,3}))?(\.dark)?\.(svg|png)$/
const mostBytes = 200_000
/** Wider ones would be less than 48 pixels high on a small phone, which Google does not allow. */
const widest = 5.8

/**
 * Reads `apple.svg`, `google.de.svg`, `apple.dark.svg` and their like once, when the process starts. The folder may be missing.
 * @param onRefused a file that cannot be used, and why: the neutral button stays
 */
export function loadBadges(folder: string, onRefused: (file: string, why: string) => void): WalletBadges {
  const badges = new Map<string, Badge['light']>()
  const files = new Map<string, { type: string; bytes: Buffer }>()
  for (const name of existsSync(folder) ? readdirSync(folder).sort() : []) {
    const read = readBadge(folder, name)
    if (!read.ok) {
      onRefused(name, read.why)
      continue
    }
    const { key, extension, bytes, picture } = read
    const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 10)
    const address = `/badges/${key}.${hash}.${extension}`
    badges.set(key, { address, width: picture.width, height: picture.height })
    files.set(address, { type: picture.type, bytes })
  }
  const pair = (key: string): Badge | null => {
    const light = badges.get(key)
    return light ? { light, dark: badges.get(`${key}.dark`) ?? null } : null
  }
  for (const key of badges.keys())
    if (key.endsWith('.dark') && !badges.has(key.slice(0, -'.dark'.length)))
      onRefused(key, 'it is the dark form of a file that is missing')
  return {
    of: (wallet, language) => pair(`${wallet}.${language}`) ?? pair(wallet),
    router: serve(files),
  }
}

type Read =
  /** `key`: the file's name without its extension. */
  { ok: true; key: string; extension: string; bytes: Buffer; picture: Picture } | { ok: false; why: string }

function readBadge(folder: string, name: string): Read {
  const extension = fileName.exec(name)?.at(-1)
  if (!extension)
    return { ok: false, why: 'its name is none of apple.svg, apple.<language>.svg, google.svg …' }
  const bytes = bytesOf(join(folder, name))
  if (typeof bytes === 'string') return { ok: false, why: bytes }
  const picture = extension === 'svg' ? svgOf(bytes.toString('utf8')) : pngOf(bytes)
  if (!picture) return { ok: false, why: `it is no ${extension.toUpperCase()} with a size` }
  if (picture.width > widest * picture.height)
    return {
      ok: false,
      why: `it is more than ${widest} times as wide as high: take the wallet's narrower form`,
    }
  return { ok: true, key: name.slice(0, -extension.length - 1), extension, bytes, picture }
}

/** What is in the file, or why it cannot be had. */
function bytesOf(path: string): Buffer | string {
  try {
    const { size } = statSync(path)
    return size > mostBytes ? `it has ${size} bytes, more than ${mostBytes}` : readFileSync(path)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const sizes = (type: string, width: number, height: number): Picture | null =>
  width > 0 && height > 0 ? { type, width: Math.round(width), height: Math.round(height) } : null

/** Its first element says how large it is: by its box, or by width and height. */
function svgOf(text: string): Picture | null {
  const root = /^\uFEFF?(?:<\?xml[^>]*>|<!--[\s\S]*?-->|<!DOCTYPE[^>[]*>|\s)*<svg\b([^>]*)>/i.exec(text)?.[1]
  if (root === undefined || !/<\/svg>\s*$/i.test(text)) return null
  const box = /\bviewBox\s*=\s*["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)\s*["']/.exec(root)
  const given = (name: string) =>
    new RegExp(`(?:^|\\s)${name}\\s*=\\s*["']([\\d.]+)(?:px|pt)?["']`).exec(root)?.[1]
  return sizes('image/svg+xml', Number(box?.[1] ?? given('width')), Number(box?.[2] ?? given('height')))
}

function pngOf(bytes: Buffer): Picture | null {
  const signature = '89504e470d0a1a0a0000000d49484452'
  if (bytes.length < 33 || bytes.toString('hex', 0, 16) !== signature) return null
  return sizes('image/png', bytes.readUInt32BE(16), bytes.readUInt32BE(20))
}

function serve(files: Map<string, { type: string; bytes: Buffer }>): Router {
  const router = Router()
  router.get('/badges/:file', (request, response, next) => {
    const file = files.get(request.path)
    if (!file) {
      next()
      return
    }
    // An SVG may hold scripts. Opened by itself it is shut in, and may do no more than style itself.
    response.set({
      'Content-Type': file.type,
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'Cache-Control': 'public, max-age=31536000, immutable',
    })
    response.send(file.bytes)
  })
  return router
}
