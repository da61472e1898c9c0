import { hash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { DetachedSigner } from './cms.ts'
import { type DesignImages, manifestLines } from './design-images.ts'
import { type FilledText, fillIn, type PassText } from './pass-text.ts'
import { crcInCentral, passFile, type ZipPlace, zipArchive, zipBlock, zipEntry } from './zip.ts'

/**
 * The end of the archive of all cards that share images and text: each byte is in its place, and what is a card's own is
 * filled in. The big files before it are not copied, nor kept from here: they have caches with bounds of their own.
 */
export type PassMould = {
  cms: DetachedSigner
  /** pass.json, manifest.json, the signature, and the archive's directory. */
  bytes: Buffer
  json: ZipPlace
  manifest: ZipPlace
  signature: ZipPlace
  /** Where in the manifest the hash of pass.json stands, in hexadecimal. */
  hashAt: number
  /** Where the entries of these three files begin in the directory. */
  directoryAt: number
}

export function createMould(text: PassText, images: DesignImages, cms: DetachedSigner): PassMould {
  const json = passFile('pass.json', text.json)
  const lines = [manifestLines([json]), text.strings.manifest, images.manifest]
  const manifest = zipEntry('manifest.json', Buffer.from(`{${lines.join()}}`))
  const own = zipBlock([json, manifest, zipEntry('signature', cms.blank)])
  const blocks = [images.block, text.strings.block]
  const end = zipArchive([...blocks, own]).at(-1)!
  const [jsonPlace, manifestPlace, signature] = own.files as [ZipPlace, ZipPlace, ZipPlace]
  const entriesBefore = blocks.reduce((sum, { directory }) => sum + directory.length, 0)
  return {
    ...{ cms, signature, json: jsonPlace, manifest: manifestPlace },
    bytes: Buffer.concat([own.data, end]),
    hashAt: manifestPlace.at + manifest.bytes.indexOf(json.sha1),
    directoryAt: own.data.length + entriesBefore,
  }
}

/** The end of a card's own archive: one copy, a few values, three checksums, two hashes and the signature. */
export async function castPass(mould: PassMould, filled: FilledText, at: number): Promise<Buffer> {
  const { json, manifest, signature } = mould
  const bytes = Buffer.from(mould.bytes)
  fillIn(bytes, json.at, filled)
  bytes.write(hash('sha1', contentOf(bytes, json)), mould.hashAt, 'latin1')
  await mould.cms.fill(bytes, signature.at, contentOf(bytes, manifest), at)
  for (const place of [json, manifest, signature]) {
    const crc = crc32(contentOf(bytes, place))
    bytes.writeUInt32LE(crc, place.crcAt)
    bytes.writeUInt32LE(crc, mould.directoryAt + place.entryAt + crcInCentral)
  }
  return bytes
}

const contentOf = (bytes: Buffer, { at, length }: ZipPlace) => bytes.subarray(at, at + length)
