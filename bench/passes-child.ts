import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PKPass } from 'passkit-generator'
import { openSampleBuilder } from './sample-builder.ts'
import { sampleFace } from './sample-face.ts'
import { unzipStored } from './unzip-stored.ts'

/** Prints how many passes a second this process builds: `ours` or `passkit-generator`, for so many seconds. */
const [kind = 'ours', seconds = '3'] = process.argv.slice(2)
const { builder, folder, close } = await openSampleBuilder({ cacheBytes: 1 })
const build = (revision: number) => builder.build(sampleFace(revision), 'sixteen-characters-or-more')
const files = unzipStored(Buffer.concat(await build(1)))
const certificates = {
  wwdr: readFileSync(join(folder, 'wwdr.pem')),
  signerCert: readFileSync(join(folder, 'signer.pem')),
  signerKey: readFileSync(join(folder, 'signer.key')),
}

/** The same files, put together by the library. */
async function byLibrary(): Promise<void> {
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

// The first second translates and optimises the code.
await rateOver(1000)
console.log(await rateOver(Number(seconds) * 1000))
close()
