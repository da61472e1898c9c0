import type { Request, Response } from 'express'
import { z } from 'zod'
import type { CreateCard } from '../../app/create-card.ts'
import type { ClaimInput, ClaimResult } from '../../app/redeem-claim.ts'
import { AppError } from '../../app-error.ts'
import type { CardFace } from '../../domain/card-face.ts'
import type { Shop } from '../../pages/claim-page.ts'
import type { ClaimsRead } from '../../ports/claims.ts'
import type { Clock } from '../../ports/clock.ts'
import type { JoinOffer, JoinOffers } from '../../ports/join-offers.ts'
import { perMinute } from '../per-minute.ts'
import type { Assets } from './assets.ts'
import { readCookie } from './cookies.ts'
import { cardIdOf, goodForMs, isYoung, newIntent } from './join-intent.ts'
import { knownCardTokens, rememberCard } from './known-cards.ts'

export type ClaimPagesDeps = {
  assets: Assets
  baseUrl: string
  directory: {
    find(kind: 'card-token' | 'claim', text: string): Promise<{ merchantId: string; targetId: string } | null>
  }
  loadFace(merchantId: string, cardId: string): Promise<CardFace | null>
  offers: Pick<JoinOffers, 'ofMerchant'>
  claims: ClaimsRead
  createCard: CreateCard
  redeemClaim(input: ClaimInput): Promise<ClaimResult>
  now: Clock
  /** Forms that one address may send in a minute; a shop's whole Wi-Fi may be one address. */
  claimsPerMinute?: number | undefined
}

export const claimLimit = (limit: number) => perMinute(limit, 'Too many attempts at once.')

/** A card that this browser knows, and the secret part of its address. */
export type HeldCard = { face: CardFace; token: string }

/** Cards of this browser that are in use, of one merchant or of all. */
export async function heldCards(
  deps: Pick<ClaimPagesDeps, 'directory' | 'loadFace'>,
  request: Request,
  merchantId?: string,
): Promise<HeldCard[]> {
  const found = await Promise.all(
    knownCardTokens(request).map(async (token) => {
      const entry = await deps.directory.find('card-token', token)
      if (!entry || (merchantId !== undefined && entry.merchantId !== merchantId)) return []
      const face = await deps.loadFace(entry.merchantId, entry.targetId)
      return face && !face.voided ? [{ face, token }] : []
    }),
  )
  return found.flat()
}

/** The shop whose page this is; a merchant without any program has none. */
export function shopOf(offers: JoinOffer[], cards: HeldCard[]): Shop & { locale: string } {
  const of = offers[0] ?? cards[0]?.face
  if (!of) throw unknownClaim()
  const slug = offers[0]?.slug
  const logoUrl = of.look.logo && slug !== undefined ? `/join/${slug}/logo` : null
  return { shopName: of.shopName, look: of.look, timeZone: of.timeZone, locale: of.locale, logoUrl }
}

export const unknownClaim = () =>
  new AppError({ code: 'unknown-claim', status: 404, userText: 'There is no such claim.' })

/** What the forms of `CardChoice` send. */
const choiceShape = z.object({
  card: z.guid().optional().catch(undefined),
  program: z.guid().optional().catch(undefined),
  wallet: z.enum(['apple', 'google', 'web']).optional().catch(undefined),
})

export type ChosenCard = { cardId: string; token: string; wallet: 'apple' | 'google' | 'web' | null }

/**
 * The card that was chosen: one of this browser, or a new one. A form sent twice makes one card, since the card's id
 * follows from a secret of this browser and `intent`. Null when nothing fits: the page is shown again.
 */
export async function chosenCard(
  deps: ClaimPagesDeps,
  request: Request,
  response: Response,
  { merchantId, intent }: { merchantId: string; intent: string },
): Promise<ChosenCard | null> {
  const { card, program, wallet = null } = choiceShape.parse(request.body ?? {})
  if (card !== undefined) {
    const held = (await heldCards(deps, request, merchantId)).find(({ face }) => face.cardId === card)
    return held ? { cardId: card, token: held.token, wallet: null } : null
  }
  const offer = (await deps.offers.ofMerchant(merchantId)).find(
    (each) => each.programId === program && each.open,
  )
  if (!offer) return null
  const { programId } = offer
  const visit = readCookie(request, visitCookie) ?? undefined
  const cardId = cardIdOf(visit, `${intent}\n${programId}`, deps.now())
  const made = await deps.createCard({ merchantId, programId, placement: 'claim', cardId })
  if (!made.ok) return null
  rememberCard(deps, response, programId, made.token)
  return { cardId: made.card.id, token: made.token, wallet }
}

const visitCookie = 'claim-visit'

/** Tells this browser from all others while a form is open in it. */
export function beginVisit(
  { baseUrl, now }: Pick<ClaimPagesDeps, 'baseUrl' | 'now'>,
  request: Request,
  response: Response,
): void {
  const known = readCookie(request, visitCookie)
  if (known !== null && isYoung(known, now())) return
  response.cookie(visitCookie, newIntent(now()), {
    httpOnly: true,
    sameSite: 'lax',
    secure: baseUrl.startsWith('https:'),
    path: '/claim',
    maxAge: goodForMs,
  })
}
