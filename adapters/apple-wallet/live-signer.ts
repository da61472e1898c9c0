import { stat } from 'node:fs/promises'
import type { Logger } from 'pino'
import type { PassSigner } from './signer.ts'

/** The signer that its files now hold. */
export type LiveSigner = {
  current(): PassSigner
  /** Takes up files that have changed; true when there is a new signer. Files that do not fit together leave the old one in use. */
  look(): Promise<boolean>
}

/**
 * A renewed certificate is put in place of the old one while passes are being signed. Its files are replaced one by
 * one, so for a moment they may not fit together: the next look takes them.
 */
export async function createLiveSigner(options: {
  files: string[]
  load(): Promise<PassSigner>
  log: Pick<Logger, 'info' | 'error'>
}): Promise<LiveSigner> {
  const { files, load, log } = options
  let loadedFrom = await stampOf(files)
  let refused = ''
  let signer = await load()
  return {
    current: () => signer,
    async look() {
      const stamp = await stampOf(files)
      if (stamp === loadedFrom) return false
      try {
        signer = await load()
      } catch (error) {
        // Said once for each state of the files.
        if (stamp !== refused)
          log.error(
            { err: error },
            'the changed Apple certificate cannot be used: the one before stays in use',
          )
        refused = stamp
        return false
      }
      loadedFrom = stamp
      log.info({ until: new Date(signer.notAfter).toISOString() }, 'a changed Apple certificate is in use')
      return true
    },
  }
}

/** Times and sizes; a file that is missing for a moment is a change like any other. */
async function stampOf(files: string[]): Promise<string> {
  const stats = await Promise.all(files.map((file) => stat(file).catch(() => null)))
  return stats.map((each) => (each ? `${each.mtimeMs}/${each.size}/${each.ino}` : '-')).join(' ')
}
