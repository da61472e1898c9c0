import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Files of a `.pkpass` by name, read from the archive's directory. It must be stored, not compressed. */
export function readPkpass(bytes: Buffer): Map<string, Buffer> {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06'))
  const files = new Map<string, Buffer>()
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (bytes.readUInt16LE(at + 10) !== 0) throw new Error('compressed entry')
    const size = bytes.readUInt32LE(at + 24)
    const nameLength = bytes.readUInt16LE(at + 28)
    const local = bytes.readUInt32LE(at + 42)
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    files.set(bytes.toString('latin1', at + 46, at + 46 + nameLength), bytes.subarray(start, start + size))
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return files
}

/**
 * Judges a pass as a phone does: every file is in the manifest with its hash, and openssl (as S/MIME and as CMS) finds
 * the manifest signed by a certificate of this root.
 * @throws Error that says what is wrong
 */
export async function verifyPkpass(bytes: Buffer, rootFile: string): Promise<Map<string, Buffer>> {
  const files = readPkpass(bytes)
  const manifest = files.get('manifest.json')
  const signature = files.get('signature')
  if (!manifest || !signature) throw new Error('manifest or signature missing')
  checkManifest(JSON.parse(manifest.toString()), files)
  const folder = await mkdtemp(join(tmpdir(), 'pkpass-'))
  try {
    const [content, signed] = [join(folder, 'manifest.json'), join(folder, 'signature')]
    await Promise.all([writeFile(content, manifest), writeFile(signed, signature)])
    for (const tool of ['smime', 'cms'])
      await run('openssl', [
        ...[tool, '-verify', '-purpose', 'any', '-inform', 'DER', '-binary'],
        ...['-in', signed, '-content', content, '-CAfile', rootFile, '-out', '/dev/null'],
      ])
  } finally {
    await rm(folder, { recursive: true })
  }
  return files
}

/** @throws Error when a file is not as the manifest has it, or missing */
export function checkManifest(manifest: Record<string, string>, files: Map<string, Buffer>): void {
  const listed = new Set(Object.keys(manifest))
  for (const [name, bytes] of files) {
    if (name === 'manifest.json' || name === 'signature') continue
    if (manifest[name] !== createHash('sha1').update(bytes).digest('hex'))
      throw new Error(`wrong hash of ${name}`)
    listed.delete(name)
  }
  if (listed.size > 0) throw new Error(`listed but missing: ${[...listed].join(', ')}`)
}
