import type { CardFace } from '../../src/domain/card-face.ts'
import type { Clock } from '../../src/ports/clock.ts'
import { ProviderError } from '../../src/ports/provider-error.ts'
import type { GoogleRecords, Wallet } from '../../src/ports/wallet.ts'
import type { GoogleKey } from './key.ts'
import { balanceOf, loyaltyClass, loyaltyObject, type PassPlace } from './loyalty-object.ts'
import { fullSaveLink, saveLink } from './save-link.ts'
import { createTurns } from './turns.ts'
import type { GoogleWalletClient } from './wallet-client.ts'

export type GoogleWallet = Wallet & {
  /**
   * Address that asks the customer to save this card. Google has the card, up to date, when it resolves.
   * @throws ProviderError as `publish` does; never with a demo key, whose link carries the whole card.
   */
  saveLink(face: CardFace): Promise<string>
}

export type GoogleWalletOptions = {
  key: GoogleKey
  /** Null with a demo key: then nothing is ever sent. */
  client: GoogleWalletClient | null
  records: GoogleRecords
  /** The card as it stands now; asked for when two processes sent the same card at once. */
  faceOf(merchantId: string, cardId: string): Promise<CardFace | null>
  /** Public address of this service, no slash at its end. */
  baseUrl: string
  clock: Clock
}

/**
 * Google Wallet. Only cards are sent whose save link was asked for. Calls for one card take turns in this process;
 * when another process sends the same card meanwhile, the records show it, and the newest face is sent again.
 */
export function createGoogleWallet(options: GoogleWalletOptions): GoogleWallet {
  const { key, client, records, baseUrl, clock } = options
  const place: PassPlace = { issuerId: key.issuerId, baseUrl }
  const inTurn = createTurns()
  const ofCard = (face: CardFace) => `card/${face.merchantId}/${face.cardId}`
  return {
    kind: 'google',

    async publish(face) {
      if (!client) return { told: 0 }
      return inTurn(ofCard(face), async () => {
        const seen = await records.objectRevision(face.merchantId, face.cardId)
        if (seen === null || seen >= face.revision) return { told: 0 }
        const held = await send({ client, records, place, inTurn, faceOf: options.faceOf }, face, seen)
        if (held === false) await records.releaseObject(face.merchantId, face.cardId)
        return { told: held === false ? 0 : 1 }
      })
    },

    async saveLink(face) {
      const pass = { loyaltyClass: loyaltyClass(face, place), loyaltyObject: loyaltyObject(face, place) }
      if (!client) return fullSaveLink(key, baseUrl, pass, clock())
      await inTurn(ofCard(face), async () => {
        const seen = await records.objectRevision(face.merchantId, face.cardId)
        if (seen === null || seen < face.revision)
          await send({ client, records, place, inTurn, faceOf: options.faceOf }, face, seen)
      })
      const { id, classId } = pass.loyaltyObject
      return saveLink(key, baseUrl, { loyaltyObjects: [{ id, classId }] }, clock())
    },

    async close() {
      // Nothing is held open: calls share the process's own connections.
    },
  }
}

type Sending = Pick<GoogleWalletOptions, 'records' | 'faceOf'> & {
  client: GoogleWalletClient
  place: PassPlace
  inTurn: ReturnType<typeof createTurns>
}

const attempts = 4

/** Sends the face until no other process has sent the same card meanwhile. Returns whether anybody holds the pass. */
async function send(sending: Sending, first: CardFace, firstSeen: number | null): Promise<boolean | null> {
  const { records, faceOf } = sending
  let [face, seen] = [first, firstSeen]
  for (let attempt = 0; attempt < attempts; attempt++) {
    const held = await sendOnce(sending, face, seen !== null)
    if (await records.recordObject(face.merchantId, face.cardId, face.revision, seen)) return held
    seen = await records.objectRevision(face.merchantId, face.cardId)
    face = (await faceOf(face.merchantId, face.cardId)) ?? face
  }
  throw new ProviderError('google-wallet', 'the card was sent from elsewhere all the time', {
    retryable: true,
  })
}

async function sendOnce(sending: Sending, face: CardFace, exists: boolean): Promise<boolean | null> {
  const { client, records, place } = sending
  await bringClass(sending, face)
  const { merchantId, cardId } = face
  const notify = exists && !face.voided && (await records.mayNotify(merchantId, cardId, balanceOf(face)))
  const put = () => client.putObject(loyaltyObject(face, place), { exists, notify })
  let result = await put()
  if (result.outcome === 'class-missing') {
    // Recorded once, but not known to this issuer account: another account was configured.
    await client.putClass(loyaltyClass(face, place))
    result = await put()
  }
  if (result.outcome === 'class-missing')
    throw new ProviderError('google-wallet', 'Google does not know the class it was just given', {
      retryable: true,
    })
  if (notify) await records.recordNotice(merchantId, cardId, balanceOf(face))
  return result.held
}

async function bringClass({ client, records, place, inTurn }: Sending, face: CardFace): Promise<void> {
  const { merchantId, programId, version } = face
  const isBehind = async () => ((await records.classVersion(merchantId, programId)) ?? -1) < version
  if (!(await isBehind())) return
  await inTurn(`class/${programId}`, async () => {
    if (!(await isBehind())) return
    await client.putClass(loyaltyClass(face, place))
    await records.recordClass(merchantId, programId, version)
  })
}
