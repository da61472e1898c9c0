import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openSampleBuilder } from './sample-builder.ts'
import { sampleFace } from './sample-face.ts'
import { unzipStored } from './unzip-stored.ts'

/**
 * Builds passes, `ours` or those of `passkit-generator`, for as many milliseconds as each line that comes in says, and
 * answers how many a second that were. The first answer comes unasked, when everything is warm.
 */
const [kind = 'ours'] = process.argv.slice(2)
const { builder, folder, close } = await openSampleBuilder({ cacheBytes: 1 })
const build = (revision: number) => builder.build(sampleFace(revision), 'sixteen-characters-or-more')
const files = unzipStored(Buffer.concat(await build(1)))
const certificates = {
  wwdr: readFileSync(join(folder, 'wwdr.pem')),
  signerCert: readFileSync(join(folder, 'signer.pem')),
  signerKey: readFileSync(join(folder, 'signer.key')),
}

/** The same files, put together by the library, which only its own process has in memory. */
async function byLibrary(): Promise<void> {
  const { PKPass } = await import('passkit-generator')
  const content = Object.fromEntries(
    [...files].filter(([name]) => name !== 'manifest.json' && name !== 'signature'),
  )
  new PKPass(content, certificates).getAsBuffer()
}

/** A push to many cards asks for many passes at once; the library blocks, so that more at once would change nothing. */
const lanes = kind === 'ours' ? 64 : 1
let revision = 1

async function rateOver(milliseconds: number): Promise<number> {
  const start = performance.now()
  const first = revision
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (performance.now() < start + milliseconds) {
        revision++
        if (kind === 'ours') await build(revision)
        else await byLibrary()
      }
    }),
  )
  return (revision - first) / ((performance.now() - start) / 1000)
}

// Images are drawn once for each number of stamps; then code is translated and optimised.
for (let stamps = 0; stamps <= sampleFace(1).goal; stamps++) await build(++revision)
console.log(await rateOver(4000))
for await (const line of createInterface({ input: process.stdin })) {
  // While others are measured this process waits, and V8 gives its memory back: taking it again is not what is measured.
  await rateOver(Number(line))
  console.log(await rateOver(Number(line)))
}
close()
