import type { CardFace } from '../../src/domain/card-face.ts'
import { ProviderError } from '../../src/ports/provider-error.ts'
import type { GoogleRecords } from '../../src/ports/wallet.ts'
import type { PassPlace } from './loyalty-object.ts'
import type { PassKind, Resources } from './resource-calls.ts'
import type { Turns } from './turns.ts'
import type { GoogleWalletClient } from './wallet-client.ts'

/** What everything that is sent to Google needs. */
export type Sending = {
  client: GoogleWalletClient
  records: GoogleRecords
  place: PassPlace
  inTurn: Turns
  /** The card as it stands now. */
  faceOf(merchantId: string, cardId: string): Promise<CardFace | null>
}

/**
 * Puts an object; its class is sent once more when Google does not have it although it is on record, as when another
 * issuer account was configured. Returns whether anybody holds the pass, as far as Google says.
 */
export async function putWithClass<K extends PassKind>(
  { client }: Sending,
  kind: K,
  object: Resources[K]['object'],
  hint: { exists: boolean; notify: boolean },
  sendClass: () => Promise<void>,
): Promise<boolean | null> {
  let result = await client.putObject(kind, object, hint)
  if (result.outcome === 'class-missing') {
    await sendClass()
    result = await client.putObject(kind, object, hint)
  }
  if (result.outcome === 'class-missing')
    throw new ProviderError('google-wallet', 'Google does not know the class it was just given', {
      retryable: true,
    })
  return result.held
}
