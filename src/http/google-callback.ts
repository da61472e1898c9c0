import express, { Router } from 'express'
import { AppError } from '../app-error.ts'
import type { PassCards } from '../ports/pass-cards.ts'
import { ProviderError } from '../ports/provider-error.ts'
import type { GoogleHolders, GoogleSaveEvent } from '../ports/wallet.ts'

/** A callback whose signatures held, or why they did not. */
export type CheckedCallback =
  | {
      ok: true
      message: { objectId: string; eventType: 'save' | 'del'; expiresAt: number; nonce: string }
    }
  | { ok: false; reason: string }

export type GoogleCallbackDeps = {
  /** @throws ProviderError while Google's keys cannot be had. */
  check(body: Buffer): Promise<CheckedCallback>
  cards: Pick<PassCards, 'bySerial'>
  holders: GoogleHolders
  /** Told after the commit of every message that was news. A save may need the card to be sent. */
  onNews?(event: GoogleSaveEvent): Promise<void>
}

const bodyLimit = '64kb'

/**
 * `POST /webhooks/google-wallet`: a customer saved or deleted a pass. 200 after the commit, and for repeats, late
 * messages and cards that are gone; 401 when the signature does not hold; 503 while Google's keys cannot be had.
 */
export function googleCallback(deps: GoogleCallbackDeps): Router {
  const router = Router()
  const raw = express.raw({ type: () => true, limit: bodyLimit })
  router.post('/webhooks/google-wallet', raw, async (request, response) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const checked = await deps.check(body).catch((error: unknown) => {
      throw error instanceof ProviderError ? keysMissing(error) : error
    })
    if (!checked.ok) throw refused(checked.reason)
    const event = await asEvent(checked.message, deps.cards)
    if (event && (await deps.holders.noteSaveEvent(event))) await deps.onNews?.(event)
    response.status(200).end()
  })
  return router
}

/** Null when the card is gone: nothing is left to note. */
async function asEvent(
  message: Extract<CheckedCallback, { ok: true }>['message'],
  cards: GoogleCallbackDeps['cards'],
): Promise<GoogleSaveEvent | null> {
  // An object's id is the issuer's number, a dot, and the card's serial.
  const serial = message.objectId.slice(message.objectId.indexOf('.') + 1)
  const card = await cards.bySerial(serial)
  if (!card) return null
  const { merchantId, cardId } = card
  return { merchantId, cardId, kind: message.eventType, asOf: message.expiresAt, nonce: message.nonce }
}

const refused = (reason: string) =>
  new AppError({
    code: 'wrong-signature',
    status: 401,
    expose: true,
    userText: `The callback was refused: ${reason}.`,
  })

const keysMissing = (cause: ProviderError) =>
  new AppError({
    code: 'unavailable',
    status: 503,
    expose: true,
    userText: 'The signature cannot be checked just now. Please try again.',
    cause,
    headers: { 'Retry-After': '60' },
  })
