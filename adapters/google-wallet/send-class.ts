import { createHash } from 'node:crypto'
import type { CardFace } from '../../src/domain/card-face.ts'
import { ProviderError } from '../../src/ports/provider-error.ts'
import type { PassKind, Resources } from './resource-calls.ts'
import type { Sending } from './sending.ts'

/** Differs whenever what was sent would. */
export const digestOf = (body: object): string =>
  createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 16)

const attempts = 4

/**
 * Sends a class that Google does not have as it now looks. A look belongs to the whole shop: it is read again after the
 * record, so that of any number of senders the last one sends the newest.
 * @param make the class from a face of which only names and look may be newer
 * @param force Google has none, or another one, whatever is on record.
 */
export async function bringClass<K extends PassKind>(
  sending: Sending,
  kind: K,
  face: CardFace,
  make: (face: CardFace) => Resources[K]['class'],
  force = false,
): Promise<void> {
  const { client, records, inTurn, place } = sending
  const { merchantId } = face
  const key = make(face).id.slice(place.issuerId.length + 1)
  if (!force && (await records.classDigest(merchantId, key)) === digestOf(make(face))) return
  await inTurn(`class/${merchantId}/${key}`, async () => {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const seen = await records.classDigest(merchantId, key)
      const body = make(await asItLooksNow(sending, face))
      const digest = digestOf(body)
      if (seen === digest && attempt === 0 && !force) return
      await client.putClass(kind, body).catch(async (error: unknown) => {
        const late = error instanceof ProviderError && error.uncertain
        await records.doubtClass(merchantId, key, { lateWith: late ? face.cardId : null })
        throw error
      })
      if (await records.recordClass(merchantId, key, digest, seen)) return
    }
    throw new ProviderError('google-wallet', 'the class was sent from elsewhere all the time', {
      retryable: true,
    })
  })
}

async function asItLooksNow({ faceOf }: Sending, face: CardFace): Promise<CardFace> {
  const now = await faceOf(face.merchantId, face.cardId)
  if (!now) return face
  const { look, shopName, programName, locale } = now
  return { ...face, look, shopName, programName, locale }
}
