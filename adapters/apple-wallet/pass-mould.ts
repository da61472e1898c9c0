import { hash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { DetachedSigner } from './cms.ts'
import { type DesignImages, manifestLines } from './design-images.ts'
import { writeText } from './pass-field.ts'
import { type FilledText, fillIn, type PassText } from './pass-text.ts'
import { crcInCentral, passFile, type ZipPlace, zipArchive, zipBlock, zipEntry } from './zip.ts'

/** A file that differs from card to card. Places are those in the bytes of one card's own. */
type PartlyOwn = {
  /** Where what differs begins, and ends with the file. */
  from: number
  to: number
  /** Of what comes before in the file. */
  crcBefore: number
  crcAt: number
  crcInDirectoryAt: number
}

/**
 * The end of the archive of all cards that share images and text: pass.json, manifest.json, the signature and the
 * directory. Each byte is in its place, what is a card's own is filled in, and what lies between is held once for all.
 * The big files before it have caches with bounds of their own.
 */
export type PassMould = {
  cms: DetachedSigner
  /** What differs from card to card, one after the other, and how it is cut up again. */
  own: Buffer
  cuts: readonly { from: number; to: number }[]
  /** What comes after each cut but the last. */
  between: readonly Buffer[]
  jsonAt: number
  files: { json: PartlyOwn; manifest: PartlyOwn; signature: PartlyOwn }
  /** The blank manifest: filled in and hashed at once, for one card after another. */
  manifest: Buffer
  /** Where in it the hash of pass.json stands, in hexadecimal. */
  hashAt: number
  /** Where the signature would begin if nothing had been taken out. */
  signatureAt: number
}

export function createMould(text: PassText, images: DesignImages, cms: DetachedSigner): PassMould {
  const json = passFile('pass.json', text.json)
  // What is a card's own comes last wherever it can: what comes before is held once, and checksums begin after it.
  const lines = [images.manifest, text.strings.manifest, manifestLines([json])]
  const manifest = Buffer.from(`{${lines.join()}}`)
  const hashAt = manifest.lastIndexOf(json.sha1)
  const blocks = [images.block, text.strings.block]
  const files = zipBlock([json, zipEntry('manifest.json', manifest), zipEntry('signature', cms.blank)])
  const whole = Buffer.concat([files.data, zipArchive([...blocks, files]).at(-1)!])
  const [jsonFile, manifestFile, signatureFile] = files.files as [ZipPlace, ZipPlace, ZipPlace]
  const directoryAt = files.data.length + blocks.reduce((sum, { directory }) => sum + directory.length, 0)
  const taken = [
    { from: manifestFile.at, to: manifestFile.at + hashAt },
    { from: signatureFile.at, to: signatureFile.at + cms.constant },
    { from: files.data.length, to: directoryAt },
  ]
  /** A place in the whole, as it is when nothing but the card's own is left. */
  const placed = (at: number) => at - taken.reduce((sum, { from, to }) => sum + (to <= at ? to - from : 0), 0)
  const partlyOwn = (file: ZipPlace, constant: number): PartlyOwn => ({
    from: placed(file.at + constant),
    to: placed(file.at + file.length),
    crcBefore: crc32(whole.subarray(file.at, file.at + constant)),
    crcAt: placed(file.crcAt),
    crcInDirectoryAt: placed(directoryAt + file.entryAt + crcInCentral),
  })
  const starts = [0, ...taken.map(({ to }) => to)]
  const ends = [...taken.map(({ from }) => from), whole.length]
  const kept = starts.map((from, index) => whole.subarray(from, ends[index]))
  return {
    ...{ cms, manifest, hashAt },
    own: Buffer.concat(kept),
    cuts: starts.map((from, index) => ({ from: placed(from), to: placed(from) + kept[index]!.length })),
    between: taken.map(({ from, to }) => whole.subarray(from, to)),
    jsonAt: jsonFile.at,
    files: {
      json: partlyOwn(jsonFile, Math.min(json.bytes.length, ...text.places.map(({ at }) => at))),
      manifest: partlyOwn(manifestFile, hashAt),
      signature: partlyOwn(signatureFile, cms.constant),
    },
    signatureAt: placed(signatureFile.at + cms.constant) - cms.constant,
  }
}

/** The end of a card's own archive: one copy, a few values, three checksums, two hashes and the signature. */
export function castPass(mould: PassMould, filled: FilledText, at: number): Promise<Buffer[]> {
  const { cms, jsonAt, files, manifest } = mould
  const own = Buffer.from(mould.own)
  fillIn(own, jsonAt, filled)
  const jsonHash = hash('sha1', own.subarray(jsonAt, files.json.to))
  writeText(manifest, mould.hashAt, jsonHash)
  writeText(own, files.manifest.from, jsonHash)
  check(own, files.json)
  check(own, files.manifest)
  return cms.fill(own, mould.signatureAt, manifest, at).then(() => {
    check(own, files.signature)
    return pieces(mould, own)
  })
}

/** Writes a file's checksum into its headers. */
function check(own: Buffer, { from, to, crcBefore, crcAt, crcInDirectoryAt }: PartlyOwn): void {
  const crc = crc32(own.subarray(from, to), crcBefore)
  own.writeUInt32LE(crc, crcAt)
  own.writeUInt32LE(crc, crcInDirectoryAt)
}

function pieces({ cuts, between }: PassMould, own: Buffer): Buffer[] {
  const all: Buffer[] = []
  for (const [index, { from, to }] of cuts.entries()) {
    all.push(own.subarray(from, to))
    if (index < between.length) all.push(between[index]!)
  }
  return all
}
