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
  /** Offsets in it count from the block's own beginning. */
  directory: Buffer
  files: readonly ZipPlace[]
}

/** Where a file lies in its block, in bytes: its content and both headers' checksums. */
export type ZipPlace = {
  at: number
  length: number
  /** In the block's data. */
  crcAt: number
  /** Of its entry, in the directory. */
  entryAt: number
}

const crcInLocal = 14
const sizesInLocal = 18
/** In a directory's entry. */
export const crcInCentral = 16
const sizesInCentral = 20
const offsetInCentral = 42
const endRecord = 22
const version = 20
/** 1 January 1980, midnight: the archive of one pass is the same whenever it is packed. */
const dosTime = 0x00210000

/** Lays files out once for many archives; stored and not compressed, because images are PNG already. */
export function zipBlock(files: readonly ZipEntry[]): ZipBlock {
  const headers = files.map(({ name }) => headersOf(name))
  const data = Buffer.allocUnsafe(
    files.reduce((sum, { bytes }, i) => sum + headers[i]!.local.length + bytes.length, 0),
  )
  const directory = Buffer.allocUnsafe(headers.reduce((sum, { central }) => sum + central.length, 0))
  const places: ZipPlace[] = []
  let at = 0
  let entryAt = 0
  for (const [i, { bytes, crc }] of files.entries()) {
    const { local, central } = headers[i]!
    const contentAt = at + local.length
    places.push({ at: contentAt, length: bytes.length, crcAt: at + crcInLocal, entryAt })
    directory.set(central, entryAt)
    directory.writeUInt32LE(crc, entryAt + crcInCentral)
    writeSizes(directory, bytes.length, entryAt + sizesInCentral)
    directory.writeUInt32LE(at, entryAt + offsetInCentral)
    entryAt += central.length
    data.set(local, at)
    data.writeUInt32LE(crc, at + crcInLocal)
    writeSizes(data, bytes.length, at + sizesInLocal)
    data.set(bytes, contentAt)
    at = contentAt + bytes.length
  }
  return { data, directory, files: places }
}

/** The archive of some blocks, in pieces: blocks are big and shared, so they are not copied into every archive. */
export function zipArchive(blocks: readonly ZipBlock[]): Buffer[] {
  const length = blocks.reduce((sum, each) => sum + each.directory.length, 0)
  const end = Buffer.allocUnsafe(length + endRecord)
  let [start, at, count] = [0, 0, 0]
  for (const { data, directory, files } of blocks) {
    directory.copy(end, at)
    for (const { entryAt } of files) {
      const place = entryAt + offsetInCentral
      end.writeUInt32LE(directory.readUInt32LE(place) + start, at + place)
    }
    start += data.length
    at += directory.length
    count += files.length
  }
  writeEnd(end, count, length, start)
  return [...blocks.map((each) => each.data), end]
}

/** Compressed and whole are the same. */
function writeSizes(buffer: Buffer, size: number, at: number): void {
  buffer.writeUInt32LE(size, at)
  buffer.writeUInt32LE(size, at + 4)
}

type Headers = { local: Buffer; central: Buffer }

/** Names are our own and few. */
const headersByName = new Map<string, Headers>()

/** Both headers of a file as far as its name decides them; what its bytes decide is left blank. */
function headersOf(name: string): Headers {
  let headers = headersByName.get(name)
  if (!headers) {
    // From the flags on, both have the same: none, method 0 (stored), time, CRC, sizes, length of the name, no extra field.
    const shared = Buffer.alloc(24)
    shared.writeUInt32LE(dosTime, 4)
    shared.writeUInt16LE(name.length, 20)
    const text = Buffer.from(name, 'latin1')
    headers = {
      local: Buffer.concat([uint32(0x04034b50), uint16(version), shared, text]),
      // No comment, disk 0, no attributes, and the offset.
      central: Buffer.concat([
        uint32(0x02014b50),
        uint16(version),
        uint16(version),
        shared,
        Buffer.alloc(14),
        text,
      ]),
    }
    headersByName.set(name, headers)
  }
  return headers
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32LE(value)
  return buffer
}

function uint16(value: number): Buffer {
  const buffer = Buffer.alloc(2)
  buffer.writeUInt16LE(value)
  return buffer
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
