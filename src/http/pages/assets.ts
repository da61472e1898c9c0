import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { extname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, brotliCompressSync, constants, gzip, gzipSync } from 'node:zlib'
import { Router } from 'express'
import { type Encoding, wishedEncoding } from '../wished-encoding.ts'
import type { WalletBadges } from './wallet-badges.ts'

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
}

type Asset = { type: string; plain: Buffer; encoded(encoding: Encoding): Buffer | Promise<Buffer> }

export type Assets = {
  /** Address of a file: it changes with the content, so browsers may keep it for ever. */
  address(name: string): string
  /** The file itself, for those that need an address of their own. */
  plain(name: string): Buffer
  /** The wallets' own buttons. */
  badges: Pick<WalletBadges, 'of'>
  router: Router
}

const folder = new URL('../../pages/assets/', import.meta.url)

/** The pages' style sheets, scripts and pictures, read once when the process starts. */
export function loadAssets(badges: WalletBadges): Assets {
  const files = new Map<string, { address: string; asset: Asset }>()
  const add = (name: string, file: URL, encoded: (plain: Buffer) => Asset['encoded']) => {
    const extension = extname(name)
    const type = types[extension]
    if (!type) return
    const plain = readFileSync(file)
    const hash = createHash('sha256').update(plain).digest('base64url').slice(0, 10)
    const address = `/assets/${name.slice(0, -extension.length)}.${hash}${extension}`
    files.set(name, { address, asset: { type, plain, encoded: encoded(plain) } })
  }
  for (const name of readdirSync(folder)) add(name, new URL(name, folder), encodedNow)
  for (const [name, file] of Object.entries(decoder())) add(name, file, encodedWhenAsked)
  const known = (name: string) => {
    const file = files.get(name)
    if (!file) throw new Error(`there is no asset ${name}`)
    return file
  }
  return {
    address: (name) => known(name).address,
    plain: (name) => known(name).asset.plain,
    badges,
    router: serve(new Map([...files.values()].map((file) => [file.address, file.asset]))).use(badges.router),
  }
}

/** The barcode reader for browsers that have none of their own: of a package, and served from here like everything else. */
function decoder(): Record<string, URL> {
  const wasm = pathToFileURL(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'))
  return { 'zxing.js': new URL('../iife/reader/index.js', wasm), 'zxing.wasm': wasm }
}

function encodedNow(plain: Buffer): Asset['encoded'] {
  const encoded = { br: brotliCompressSync(plain), gzip: gzipSync(plain) }
  return (encoding) => encoded[encoding]
}

/** A megabyte takes a second: not at every start, and beside other requests. */
function encodedWhenAsked(plain: Buffer): Asset['encoded'] {
  const encoded = new Map<Encoding, Promise<Buffer>>()
  return (encoding) => {
    const known = encoded.get(encoding) ?? compressed(plain, encoding)
    encoded.set(encoding, known)
    return known
  }
}

const compressed = (plain: Buffer, encoding: Encoding): Promise<Buffer> =>
  encoding === 'br'
    ? promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 8 } })
    : promisify(gzip)(plain)

function serve(byAddress: Map<string, Asset>): Router {
  const router = Router()
  router.get('/assets/:file', async (request, response, next) => {
    const asset = byAddress.get(request.path)
    if (!asset) {
      next()
      return
    }
    const encoding = wishedEncoding(request)
    response.set({
      'Content-Type': asset.type,
      'Cache-Control': 'public, max-age=31536000, immutable',
      Vary: 'Accept-Encoding',
      ...(encoding && { 'Content-Encoding': encoding }),
    })
    response.send(encoding ? await asset.encoded(encoding) : asset.plain)
  })
  return router
}
