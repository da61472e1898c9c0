import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Logger } from 'pino'
import { makeDemoCertificates } from './demo-certificates.ts'
import { loadSigner, type PassSigner } from './signer.ts'

const day = 86_400_000
const renewBefore = 30 * day

export type DemoAuthorityOptions = {
  /** Gets `root.pem`, `wwdr.pem`, `signer.pem` and `signer.key`; it belongs to this function alone. */
  folder: string
  passTypeId: string
  teamId: string
  now: number
  log: Logger
}

/**
 * A signer whose certificates are shaped like Apple's but trusted by no phone, so that passes can be made, and judged
 * by openssl, before there is an Apple account. Made once, and again when it nears its end or is for other ids; the
 * authorities' keys are never written. Idempotent.
 */
export async function openDemoAuthority(options: DemoAuthorityOptions): Promise<PassSigner> {
  const { folder, log } = options
  const present = await usable(options)
  const signer = present ?? (await make(options))
  const until = new Date(signer.notAfter).toISOString()
  log.warn(
    { folder, until, made: !present },
    'Apple passes are signed by a demo authority: iPhones refuse them until APPLE_PASS_CERT and its companions are set',
  )
  return signer
}

const load = ({ folder, passTypeId, teamId, now }: DemoAuthorityOptions) =>
  loadSigner({
    certFile: join(folder, 'signer.pem'),
    keyFile: join(folder, 'signer.key'),
    wwdrFile: join(folder, 'wwdr.pem'),
    passTypeId,
    teamId,
    now,
    demo: true,
  })

async function usable(options: DemoAuthorityOptions): Promise<PassSigner | null> {
  try {
    const signer = await load(options)
    return signer.notAfter - options.now > renewBefore ? signer : null
  } catch (error) {
    options.log.debug({ err: error }, 'no usable demo authority yet')
    return null
  }
}

async function make(options: DemoAuthorityOptions): Promise<PassSigner> {
  const { folder } = options
  const parent = dirname(folder)
  await mkdir(parent, { recursive: true })
  const fresh = await mkdtemp(`${folder}.new-`)
  try {
    for (const [name, pem] of Object.entries(await makeDemoCertificates(options)))
      await writeFile(join(fresh, name), pem, { mode: name.endsWith('.key') ? 0o600 : 0o644 })
    await takePlace(fresh, options)
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
  return load(options)
}

/** All four files appear at once. When another process was first with a good set, its set stays. */
async function takePlace(fresh: string, options: DemoAuthorityOptions): Promise<void> {
  if (await usable(options)) return
  const aside = await mkdtemp(`${options.folder}.old-`)
  try {
    await rename(options.folder, join(aside, 'apple')).catch(ignoreMissing)
    await rename(fresh, options.folder)
  } catch (error) {
    if (!(await usable(options))) throw error
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
