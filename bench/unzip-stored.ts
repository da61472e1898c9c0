/** Files of a zip, or of a part of one, whose entries are stored, by name. @throws Error for a compressed entry. */
export function unzipStored(zip: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>()
  let at = 0
  while (at < zip.length && zip.readUInt32LE(at) === 0x04034b50) {
    if (zip.readUInt16LE(at + 8) !== 0) throw new Error('compressed entry')
    const size = zip.readUInt32LE(at + 18)
    const nameLength = zip.readUInt16LE(at + 26)
    const start = at + 30 + nameLength + zip.readUInt16LE(at + 28)
    files.set(zip.toString('utf8', at + 30, at + 30 + nameLength), zip.subarray(start, start + size))
    at = start + size
  }
  return files
}
