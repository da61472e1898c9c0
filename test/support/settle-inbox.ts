import { processInboxWith } from '../../src/app/process-inbox.ts'
import { newId } from '../../src/secrets/random-id.ts'
import type { Instance } from './instance.ts'

/** What lies in the inbox is processed now. */
export async function settleInbox({ core }: Instance): Promise<void> {
  const { platform, store, tills, newCode } = core
  await processInboxWith({
    ...{ store, readers: tills.readers, clock: platform.clock, newId, newCode, log: platform.log },
    keyring: platform.keyring,
    onBatch: () => undefined,
  })()
}
