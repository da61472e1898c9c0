import { hash } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** What an archive needs to know of a file. Names are ASCII. */
export type ZipEntry = { name: string; bytes: Buffer; crc: number }

export const zipEntry = (name: string, bytes: Buffer): ZipEntry => ({ name, bytes, crc: crc32(bytes) })

/** A file of a pass, with its line of the manifest. */
export type PassFile = ZipEntry & { sha1: string }

/** Hashes once; images are kept in this form, so that a pass hashes nothing but its own text. */
export function passFile(name: string, bytes: Buffer): PassFile {
  return { ...zipEntry(name, bytes), sha1: hash('sha1', bytes) }
}

/** Files laid out one after the other, and their part of the directory, to be put into any archive. */
export type ZipBlock = {
  data: Buffer
  directory: Buffer
  /** Where in the directory offsets stand; they count from the block's own beginning. */
  offsetsAt: readonly number[]
}

const localHeader = 30
const centralHeader = 46
const offsetInCentral = 42
const endRecord = 22
const version = 20
/** 1 January 1980, midnight: the archive of one pass is the same whenever it is packed. */
const dosTime = 0x00210000

/** Lays files out once for many archives; stored and not compressed, because images are PNG already. */
export function zipBlock(files: readonly ZipEntry[]): ZipBlock {
  const data = { buffer: Buffer.allocUnsafe(dataLength(files)), at: 0 }
  const directory = { buffer: Buffer.allocUnsafe(directoryLength(files)), at: 0 }
  const offsetsAt: number[] = []
  for (const file of files) {
    offsetsAt.push(directory.at + offsetInCentral)
    writeCentral(directory, file, data.at)
    writeLocal(data, file)
  }
  return { data: data.buffer, directory: directory.buffer, offsetsAt }
}

/** The archive of some blocks, in pieces: blocks are big and shared, so they are not copied into every archive. */
export function zipArchive(blocks: readonly ZipBlock[]): Buffer[] {
  const length = blocks.reduce((sum, each) => sum + each.directory.length, 0)
  const end = Buffer.allocUnsafe(length + endRecord)
  let [start, at, count] = [0, 0, 0]
  for (const { data, directory, offsetsAt } of blocks) {
    directory.copy(end, at)
    for (const place of offsetsAt) end.writeUInt32LE(directory.readUInt32LE(place) + start, at + place)
    start += data.length
    at += directory.length
    count += offsetsAt.length
  }
  writeEnd(end, count, length, start)
  return [...blocks.map((each) => each.data), end]
}

type Place = { buffer: Buffer; at: number }

function writeLocal(place: Place, file: ZipEntry): void {
  const { buffer } = place
  let at = buffer.writeUInt32LE(0x04034b50, place.at)
  at = buffer.writeUInt16LE(version, at)
  at = writeShared(buffer, at, file)
  at += buffer.write(file.name, at, 'latin1')
  place.at = at + file.bytes.copy(buffer, at)
}

function writeCentral(place: Place, file: ZipEntry, offset: number): void {
  const { buffer } = place
  let at = buffer.writeUInt32LE(0x02014b50, place.at)
  at = buffer.writeUInt16LE(version, at)
  at = buffer.writeUInt16LE(version, at)
  at = writeShared(buffer, at, file)
  // No comment, disk 0, no attributes.
  at = buffer.writeUInt32LE(0, at)
  at = buffer.writeUInt16LE(0, at)
  at = buffer.writeUInt32LE(0, at)
  at = buffer.writeUInt32LE(offset, at)
  place.at = at + buffer.write(file.name, at, 'latin1')
}

/** From the flags to the length of the extra field, which both headers have. */
function writeShared(buffer: Buffer, start: number, { crc, bytes, name }: ZipEntry): number {
  // No flags, method 0: stored.
  let at = buffer.writeUInt32LE(0, start)
  at = buffer.writeUInt32LE(dosTime, at)
  at = buffer.writeUInt32LE(crc, at)
  at = buffer.writeUInt32LE(bytes.length, at)
  at = buffer.writeUInt32LE(bytes.length, at)
  // The upper half is the length of the extra field: none.
  return buffer.writeUInt32LE(name.length, at)
}

function writeEnd(zip: Buffer, count: number, directoryLength: number, directoryOffset: number): void {
  let at = zip.writeUInt32LE(0x06054b50, zip.length - endRecord)
  at = zip.writeUInt32LE(0, at)
  at = zip.writeUInt16LE(count, at)
  at = zip.writeUInt16LE(count, at)
  at = zip.writeUInt32LE(directoryLength, at)
  at = zip.writeUInt32LE(directoryOffset, at)
  zip.writeUInt16LE(0, at)
}

const dataLength = (files: readonly ZipEntry[]) =>
  files.reduce((sum, each) => sum + localHeader + each.name.length + each.bytes.length, 0)

const directoryLength = (files: readonly ZipEntry[]) =>
  files.reduce((sum, each) => sum + centralHeader + each.name.length, 0)
