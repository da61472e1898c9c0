import { hash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { DetachedSigner } from './cms.ts'
import { type DesignImages, manifestLines } from './design-images.ts'
import { writeText } from './pass-field.ts'
import { type FilledText, fillIn, type PassText } from './pass-text.ts'
import { crcInCentral, passFile, type ZipPlace, zipArchive, zipBlock, zipEntry } from './zip.ts'

/** From the first byte to the one after the last. */
type Stretch = { from: number; to: number }

/** Where the checksum of a file that differs from card to card stands in what is a card's own. */
type Checksum = {
  /** Of what comes before the first byte that differs. */
  before: number
  at: number
  inDirectoryAt: number
}

/**
 * The end of the archive of all cards that share images and text: pass.json, manifest.json, the signature and the
 * directory. Each byte is in its place, what is a card's own is filled in, and what lies between is held once for all.
 * The big files before it have caches with bounds of their own.
 */
export type PassMould = {
  cms: DetachedSigner
  /** What differs from card to card, one after the other, and how it is cut up into pieces again. */
  own: Buffer
  cuts: readonly (Stretch & { piece: number })[]
  /** Of the whole archive, in their order; those that are a card's own are blank. */
  pieces: readonly Buffer[]
  /** As it was for the card before: filled in and hashed at once, for one card after another. */
  json: Buffer
  /** Where in it the first value stands that differs. */
  jsonFrom: number
  /** What of it is a card's own, and where that stands among all that is. */
  jsonOwn: readonly (Stretch & { at: number })[]
  /** Filled in and hashed at once like the text. */
  manifest: Buffer
  /** Where in it the hash of pass.json stands, in hexadecimal. */
  hashAt: number
  /** Where that stands in what is a card's own. */
  ownHashAt: number
  /** Where the signature would begin if nothing had been taken out. */
  signatureAt: number
  /** What of it differs. */
  signature: Stretch
  checksums: { json: Checksum; manifest: Checksum; signature: Checksum }
}

/** Shorter ones are copied for each card: to hand them on by themselves would cost more. */
const shortestShared = 500

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
  const jsonShared = sharedStretches(text)
  const taken = [
    ...jsonShared.map(({ from, to }) => ({ from: jsonFile.at + from, to: jsonFile.at + to })),
    { from: manifestFile.at, to: manifestFile.at + hashAt },
    { from: signatureFile.at, to: signatureFile.at + cms.constant },
    { from: files.data.length, to: directoryAt },
  ]
  /** A place in the whole, as it is when nothing but the card's own is left. */
  const placed = (at: number) => at - taken.reduce((sum, { from, to }) => sum + (to <= at ? to - from : 0), 0)
  const checksum = (file: ZipPlace, constant: number): Checksum => ({
    before: crc32(whole.subarray(file.at, file.at + constant)),
    at: placed(file.crcAt),
    inDirectoryAt: placed(directoryAt + file.entryAt + crcInCentral),
  })
  const jsonFrom = Math.min(json.bytes.length, ...text.places.map(({ at }) => at))
  const signatureOwn = placed(signatureFile.at + cms.constant)
  const kept = remaining(taken, whole.length)
  const shared = [blocks.map(({ data }) => data), ...taken.map(({ from, to }) => [whole.subarray(from, to)])]
  const pieces = kept.map(({ from, to }, index) => [...shared[index]!, whole.subarray(from, to)])
  return {
    ...{ cms, manifest, hashAt, jsonFrom },
    own: Buffer.concat(kept.map(({ from, to }) => whole.subarray(from, to))),
    cuts: kept.map(({ from, to }, index) => ({
      from: placed(from),
      to: placed(from) + to - from,
      piece: pieces.slice(0, index + 1).flat().length - 1,
    })),
    pieces: pieces.flat(),
    json: Buffer.from(text.json),
    jsonOwn: remaining(jsonShared, text.json.length).map((each) => ({
      ...each,
      at: placed(jsonFile.at + each.from),
    })),
    ownHashAt: placed(manifestFile.at + hashAt),
    signatureAt: signatureOwn - cms.constant,
    signature: { from: signatureOwn, to: placed(signatureFile.at + signatureFile.length) },
    checksums: {
      json: checksum(jsonFile, jsonFrom),
      manifest: checksum(manifestFile, hashAt),
      signature: checksum(signatureFile, cms.constant),
    },
  }
}

/** What all cards' text has in common, as far as it is long enough. */
function sharedStretches({ json, places }: PassText): Stretch[] {
  const own = places.map(({ at, length }) => ({ from: at, to: at + length }))
  return remaining(own, json.length).filter(({ from, to }) => to - from >= shortestShared)
}

/** What is left of so many bytes around the stretches that are taken out; between each two of them, and at both ends. */
function remaining(taken: readonly Stretch[], length: number): Stretch[] {
  const ends = [...taken.map(({ from }) => from), length]
  return ends.map((to, index) => ({ from: index === 0 ? 0 : taken[index - 1]!.to, to }))
}

/** A card's own archive, in pieces that follow each other: one copy, a few values, three checksums, two hashes and the signature. */
export function castPass(mould: PassMould, filled: FilledText, at: number): Promise<Buffer[]> {
  const { cms, json, manifest, hashAt, signature, checksums } = mould
  const own = Buffer.allocUnsafe(mould.own.length)
  mould.own.copy(own)
  fillIn(json, filled)
  for (const { from, to, at } of mould.jsonOwn) json.copy(own, at, from, to)
  const jsonHash = hash('sha1', json)
  writeText(manifest, hashAt, jsonHash)
  manifest.copy(own, mould.ownHashAt, hashAt, hashAt + jsonHash.length)
  check(own, checksums.json, json.subarray(mould.jsonFrom))
  check(own, checksums.manifest, manifest.subarray(hashAt))
  return cms.fill(own, mould.signatureAt, manifest, at).then(() => {
    check(own, checksums.signature, own.subarray(signature.from, signature.to))
    return cutUp(mould, own)
  })
}

/** Writes a file's checksum into its headers. */
function check(own: Buffer, { before, at, inDirectoryAt }: Checksum, bytes: Buffer): void {
  const crc = crc32(bytes, before)
  own.writeUInt32LE(crc, at)
  own.writeUInt32LE(crc, inDirectoryAt)
}

function cutUp({ pieces, cuts }: PassMould, own: Buffer): Buffer[] {
  const all = pieces.slice()
  for (const { from, to, piece } of cuts) all[piece] = own.subarray(from, to)
  return all
}
