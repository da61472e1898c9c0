import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { Pack } from '../../src/ports/exports.ts'

/** A zip of files whose length nobody knows yet; beyond 4 GB it becomes a Zip64 by itself. */
export const packZip: Pack = (files) => {
  const zip = new ZipFile()
  // Whoever reads the archive learns of an error here; without a listener the process would end of it.
  const output = zip.outputStream as Readable
  zip.on('error', (error) => output.destroy(error instanceof Error ? error : new Error(String(error))))
  for (const { name, content } of files)
    zip.addReadStreamLazy(name, {}, (done) => {
      const stream = Readable.from(content())
      stream.once('error', (error) => output.destroy(error))
      done(null, stream)
    })
  zip.end()
  return output as AsyncIterable<Uint8Array>
}
