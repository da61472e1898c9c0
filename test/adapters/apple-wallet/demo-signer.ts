import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { openDemoAuthority } from '../../../adapters/apple-wallet/demo-authority.ts'

export const passTypeId = 'pass.com.example.test'
export const teamId = 'TEAM012345'

/** A demo authority in a folder of its own. */
export async function makeDemoSigner(now = Date.now()) {
  const parent = await mkdtemp(join(tmpdir(), 'apple-'))
  const folder = join(parent, 'apple')
  const log = pino({ level: 'silent' })
  const open = (at: number) => openDemoAuthority({ folder, passTypeId, teamId, now: at, log })
  return {
    signer: await open(now),
    folder,
    rootFile: join(folder, 'root.pem'),
    /** As a later start of the process would. */
    open,
    remove: () => rm(parent, { recursive: true }),
  }
}
