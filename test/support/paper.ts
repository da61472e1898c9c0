import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe } from 'vitest'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

const run = promisify(execFile)

/** What is printed, seen by programs that know nothing of ours: poppler draws and reads it, ZXing decodes the codes. */
export async function describePaper(title: string, suite: () => void): Promise<void> {
  const there = await run('pdftoppm', ['-v']).then(
    () => true,
    () => false,
  )
  const missing = !there && process.env.CI !== 'true'
  if (missing) console.log(`${title}: skipped, no poppler-utils`)
  describe.skipIf(missing)(title, suite)
}

async function withPdf<T>(pdf: Uint8Array, use: (file: string, folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'stampbridge-paper-'))
  try {
    const file = join(folder, 'sheet.pdf')
    await writeFile(file, pdf)
    return await use(file, folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** One page as it comes out of a printer of so many dots per inch: a PNG. */
export const printed = (pdf: Uint8Array, dpi: number, page = 1): Promise<Buffer> =>
  withPdf(pdf, async (file, folder) => {
    const root = join(folder, 'page')
    const at = ['-f', String(page), '-l', String(page), '-singlefile']
    await run('pdftoppm', ['-png', '-r', String(dpi), ...at, file, root])
    return readFile(`${root}.png`)
  })

/** Its words in one line, as somebody who copies them gets them. */
export const wordsOf = (pdf: Uint8Array): Promise<string> =>
  withPdf(pdf, async (file) => {
    const { stdout } = await run('pdftotext', ['-raw', file, '-'])
    return stdout.replace(/\s+/g, ' ').trim()
  })

/** The first place of each word on the sheet: how far down its letters begin, and how high they are, in points. */
export const placesOf = (pdf: Uint8Array): Promise<Map<string, { top: number; height: number }>> =>
  withPdf(pdf, async (file) => {
    const { stdout } = await run('pdftotext', ['-bbox', file, '-'])
    const words = stdout.matchAll(/yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]+)</g)
    const places = [...words].map(([, top, end, word]) => {
      return [word ?? '', { top: Number(top), height: Number(end) - Number(top) }] as const
    })
    return new Map(places.toReversed())
  })

/** Lines of `pdfinfo` and `pdffonts`: name of a fact to its value, and one row per font. */
export const factsOf = (pdf: Uint8Array) =>
  withPdf(pdf, async (file) => {
    const info = await run('pdfinfo', ['-box', file])
    const fonts = await run('pdffonts', [file])
    const facts = info.stdout.split('\n').flatMap((line) => {
      const at = line.indexOf(':')
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1).trim()] as const]
    })
    return { facts: Object.fromEntries(facts), fonts: fonts.stdout.trim().split('\n').slice(2) }
  })

let ready = false

/** The values of all QR codes in a picture. */
export async function codesIn(picture: Uint8Array): Promise<string[]> {
  if (!ready) {
    const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
    prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer } })
    ready = true
  }
  const found = await readBarcodes(new Uint8Array(picture), {
    formats: ['QRCode'],
    maxNumberOfSymbols: 20,
  })
  return found.map((code) => code.text)
}
