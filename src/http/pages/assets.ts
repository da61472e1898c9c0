import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { Router } from 'express'

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

type Asset = { type: string; plain: Buffer; encoded: Record<string, Buffer> }

export type Assets = {
  /** Address of a file: it changes with the content, so browsers may keep it for ever. */
  address(name: string): string
  /** The file itself, for those that need an address of their own. */
  plain(name: string): Buffer
  router: Router
}

/** The pages' style sheets, scripts and pictures, read once when the process starts. */
export function loadAssets(folder: URL = new URL('../../pages/assets/', import.meta.url)): Assets {
  const files = new Map<string, { address: string; asset: Asset }>()
  for (const name of readdirSync(folder)) {
    const extension = extname(name)
    const type = types[extension]
    if (!type) continue
    const plain = readFileSync(new URL(name, folder))
    const hash = createHash('sha256').update(plain).digest('base64url').slice(0, 10)
    const address = `/assets/${name.slice(0, -extension.length)}.${hash}${extension}`
    const encoded = { br: brotliCompressSync(plain), gzip: gzipSync(plain) }
    files.set(name, { address, asset: { type, plain, encoded } })
  }
  const known = (name: string) => {
    const file = files.get(name)
    if (!file) throw new Error(`there is no asset ${name}`)
    return file
  }
  return {
    address: (name) => known(name).address,
    plain: (name) => known(name).asset.plain,
    router: serve(new Map([...files.values()].map((file) => [file.address, file.asset]))),
  }
}

function serve(byAddress: Map<string, Asset>): Router {
  const router = Router()
  router.get('/assets/:file', (request, response, next) => {
    const asset = byAddress.get(request.path)
    if (!asset) {
      next()
      return
    }
    const encoding = request.acceptsEncodings('br', 'gzip', 'identity')
    const body = encoding ? asset.encoded[encoding] : undefined
    response.set({
      'Content-Type': asset.type,
      'Cache-Control': 'public, max-age=31536000, immutable',
      Vary: 'Accept-Encoding',
      ...(body && encoding && { 'Content-Encoding': encoding }),
    })
    response.send(body ?? asset.plain)
  })
  return router
}
