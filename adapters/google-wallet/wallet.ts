import type { CardFace } from '../../src/domain/card-face.ts'
import type { Again } from '../../src/domain/late-calls.ts'
import type { Clock } from '../../src/ports/clock.ts'
import { ProviderError } from '../../src/ports/provider-error.ts'
import type { GoogleRecords, SendingWallet, WalletMessage } from '../../src/ports/wallet.ts'
import type { GoogleKey } from './key.ts'
import {
  balanceOf,
  lastDay,
  loyaltyClass,
  loyaltyObject,
  objectIdOf,
  type PassPlace,
} from './loyalty-object.ts'
import { offeredCoupons } from './offer.ts'
import { fullSaveLink, saveLink } from './save-link.ts'
import { bringClass } from './send-class.ts'
import { bringOffers } from './send-offers.ts'
import { putWithClass, type Sending } from './sending.ts'
import { passTexts } from './texts.ts'
import { createTurns } from './turns.ts'
import type { GoogleWalletClient } from './wallet-client.ts'

export type GoogleWallet = SendingWallet & {
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
  const shared = { records, place, inTurn, faceOf: options.faceOf }
  const ofCard = (face: CardFace) => `card/${face.merchantId}/${face.cardId}`
  return {
    kind: 'google',

    async publish(face) {
      if (!client) return { told: 0 }
      return inTurn(ofCard(face), async () => {
        const seen = await records.objectRevision(face.merchantId, face.cardId)
        if (seen === null) return { told: 0 }
        const sending = { client, ...shared }
        const isNews = seen < face.revision
        const held = isNews ? await send(sending, face, seen) : null
        // Also when the card went out before: whoever sent it may have died before the warning.
        await warnOfEnds(sending, face)
        if (held === false) await records.releaseObject(face.merchantId, face.cardId)
        return { told: isNews && held !== false ? 1 : 0 }
      })
    },

    async publishAgain(face, again) {
      if (!client) return { told: 0 }
      return inTurn(ofCard(face), async () => {
        const seen = await records.objectRevision(face.merchantId, face.cardId)
        if (seen === null) return { told: 0 }
        await send({ client, ...shared }, face, seen, again)
        return { told: 1 }
      })
    },

    async saveLink(face) {
      const pass = { loyaltyClass: loyaltyClass(face, place), loyaltyObject: loyaltyObject(face, place) }
      if (!client) return fullSaveLink(key, baseUrl, pass, clock())
      await inTurn(ofCard(face), async () => {
        const seen = await records.objectRevision(face.merchantId, face.cardId)
        if (seen === null || seen < face.revision) await send({ client, ...shared }, face, seen)
      })
      const { id, classId } = pass.loyaltyObject
      return saveLink(key, baseUrl, { loyaltyObjects: [{ id, classId }] }, clock())
    },

    async tell(face, message) {
      if (!client || face.voided) return { told: 0, aloud: false }
      return inTurn(ofCard(face), async () => {
        if ((await records.objectRevision(face.merchantId, face.cardId)) === null)
          return { told: 0, aloud: false }
        return addMessage({ client, ...shared }, face, message)
      })
    },

    async close() {
      // Nothing is held open: calls share the process's own connections.
    },
  }
}

const attempts = 4

/**
 * Sends the face until no other process has sent the same card meanwhile. Returns whether anybody holds the pass.
 * @param again what is sent although it is on record
 */
async function send(
  sending: Sending,
  first: CardFace,
  firstSeen: number | null,
  again: Again | null = null,
): Promise<boolean | null> {
  const { records, faceOf } = sending
  let [face, seen] = [first, firstSeen]
  for (let attempt = 0; attempt < attempts; attempt++) {
    const hint = {
      exists: seen !== null,
      force: attempt > 0 || again !== null,
      forceClass: again === 'card-and-class',
    }
    const held = await sendOnce(sending, face, hint).catch(async (error: unknown) => {
      const late = error instanceof ProviderError && error.uncertain
      await records.doubtObject(face.merchantId, face.cardId, { late })
      throw error
    })
    const alone = await records.recordObject(face.merchantId, face.cardId, face.revision, seen)
    if (alone && seen !== null) return held
    const now = (await faceOf(face.merchantId, face.cardId)) ?? face
    if (alone) {
      // Whoever saves the card sees this balance: it is no news to them.
      await records.recordNotice(face.merchantId, face.cardId, { balance: balanceOf(face), aloud: false })
      // Until the record was there, a change of the card was owed to nobody.
      if (now.revision <= face.revision) return held
    }
    seen = await records.objectRevision(face.merchantId, face.cardId)
    face = now
  }
  throw new ProviderError('google-wallet', 'the card was sent from elsewhere all the time', {
    retryable: true,
  })
}

async function sendOnce(
  sending: Sending,
  face: CardFace,
  { exists, force, forceClass }: { exists: boolean; force: boolean; forceClass: boolean },
): Promise<boolean | null> {
  const { records, place } = sending
  const { merchantId, cardId } = face
  const make = (as: CardFace) => loyaltyClass(as, place)
  await bringClass(sending, 'loyalty', face, make, forceClass)
  const object = loyaltyObject(face, place, await bringOffers(sending, face, { force, forceClass }))
  const balance = balanceOf(face)
  const notices = exists && !face.voided ? await records.notices(merchantId, cardId) : null
  const notify = notices !== null && notices.left > 0 && notices.balance !== balance
  const held = await putWithClass(sending, 'loyalty', object, { exists, notify }, () =>
    bringClass(sending, 'loyalty', face, make, true),
  )
  if (notify) await records.recordNotice(merchantId, cardId, { balance, aloud: true })
  return held
}

/** Coupons that run out are worth a notice of their own, once each. */
async function warnOfEnds(sending: Sending, face: CardFace): Promise<void> {
  for (const coupon of offeredCoupons(face)) {
    if (!coupon.expiresSoon || coupon.expiresAt === null) continue
    const { endsSoon, validUntil } = passTexts(face.locale)
    const until = lastDay(coupon.expiresAt, face)
    await addMessage(sending, face, {
      id: `ends-${coupon.id}`,
      header: `${coupon.title}: ${endsSoon}`,
      body: `${validUntil} ${until}`,
      until: coupon.expiresAt,
    })
  }
}

/** Once per message, aloud while one of the day's notices is left. */
async function addMessage(
  { client, records, place }: Sending,
  face: CardFace,
  message: WalletMessage,
): Promise<{ told: number; aloud: boolean }> {
  const { merchantId, cardId } = face
  const notices = await records.notices(merchantId, cardId)
  if (notices.messages.includes(message.id)) return { told: 0, aloud: false }
  const { aloud } = await client.addMessage(objectIdOf(place, face.serial), message, notices.left > 0)
  await records.recordNotice(merchantId, cardId, { message: message.id, aloud })
  return { told: 1, aloud }
}
