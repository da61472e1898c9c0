import type { Response } from 'express'
import { z } from 'zod'
import { AppError } from '../../app-error.ts'
import type { CardFace } from '../../domain/card-face.ts'
import { type Money, parseDecimal } from '../../domain/money.ts'
import { staffWords } from '../../messages/staff-words.ts'
import type { Answer } from '../../pages/staff/answer.ts'
import { currencyAsked, type ShownCardProps } from '../../pages/staff/card-panel.ts'
import { StaffScannerPage } from '../../pages/staff/scanner-page.ts'
import { newSecret } from '../../secrets/random-id.ts'
import { allowWebAssembly } from '../security-headers.ts'
import { sendPage } from './page-answer.ts'
import { markableOf } from './reporting-tills.ts'
import { notInUse, notShown, redeemed, scanned, undone } from './staff-answers.ts'
import { counterOf, type Desk, placeNameOf, type StaffDeps } from './staff-context.ts'

const id = z.uuid()
const clientId = z.string().regex(/^[\w-]{8,100}$/)
const when = z.coerce.number().int().min(0).max(8.64e15)

export const cardForm = z.object({ text: z.string().trim().min(1).max(500) })
export const stampForm = z.object({
  cardId: id,
  clientId,
  text: z.string().max(500).default(''),
  at: when.optional().catch(undefined),
  count: z.coerce.number().int().min(1).max(50).optional().catch(undefined),
  amount: z.string().trim().max(12).optional(),
})
export const redeemForm = z.object({ cardId: id, clientId, couponId: id })
export const undoForm = z.object({ actionId: id, cardId: id.optional() })

/** What was sent, or 400: our own forms send nothing else. */
export function formOf<T>(schema: z.ZodType<T>, body: unknown): T {
  const read = schema.safeParse(body)
  if (read.success) return read.data
  throw new AppError({ code: 'bad-form', status: 400, userText: 'The form is not one of ours.' })
}

/** A thumb that pressed twice, or a card held under the scanner again, is no second purchase. In milliseconds. */
export const sameVisitMs = { staff: 20_000, counter: 60_000 }

type Shown = { answer: Answer | null; card?: ShownCardProps | null; typed?: string }

/** The scanner with what came of the last press. */
export function sendScanner(
  response: Response,
  desk: Desk,
  { answer, card = null, typed = '' }: Shown,
): void {
  allowWebAssembly(response)
  const page = card ? { ...desk.page, look: card.face.look } : desk.page
  sendPage(response, StaffScannerPage(page, { answer, card, typed }))
}

/** The card as it now is, with its next press; null for one that is gone. */
async function shownCard(
  deps: StaffDeps,
  desk: Desk,
  {
    cardId,
    text,
    at,
    couponId = null,
  }: { cardId: string; text: string; at: number; couponId?: string | null },
): Promise<ShownCardProps | null> {
  const face = await deps.loadFace(desk.merchantId, cardId)
  if (!face) return null
  const { csrf } = desk.page
  const markable = await markableOf(deps, desk.merchantId, face)
  return { face, text, at, clientId: newSecret(), csrf, mostAtOnce: mostAtOnce(face), couponId, markable }
}

/** So many stamps, or items, a member of staff may say at once: what one purchase may earn. */
function mostAtOnce({ earn, goal }: CardFace): number {
  if (earn?.kind === 'visit') return Math.min(earn.limits?.perOrder ?? 1, goal, 50)
  if (earn?.kind === 'item') return Math.min((earn.limits?.perOrder ?? goal) * earn.every, 50)
  return 1
}

/** Looks a card or coupon up. Nothing is stamped yet. */
export async function lookUp(deps: StaffDeps, desk: Desk, text: string): Promise<Shown> {
  const { merchantId, speech } = desk
  const at = deps.now()
  const shown = await deps.findShownCard({ merchantId, text })
  if (!shown.ok) return { answer: notShown(speech, shown), typed: text }
  const { cardId, couponId } = shown
  const card = await shownCard(deps, desk, { cardId, text, at, couponId })
  const ended = couponId === null ? null : await whyEnded(deps, desk, cardId, couponId)
  const merged: Answer | null = shown.merged
    ? { tone: 'ask', title: card?.face.programName ?? '', details: [staffWords(speech).merged] }
    : null
  return { answer: notInUse(speech, shown.state) ?? ended ?? merged, card }
}

/** Why a coupon cannot be used any more, when and where it was; null for an open one. Who is asked can only refuse then. */
async function whyEnded(
  deps: StaffDeps,
  desk: Desk,
  cardId: string,
  couponId: string,
): Promise<Answer | null> {
  const { merchantId } = desk
  const row = (await deps.reads.card(merchantId, cardId))?.coupons.find((each) => each.id === couponId)
  // An ended coupon never opens again: another one takes its place.
  if (!row || row.state === 'issuing' || row.state === 'active') return null
  const result = await deps.redeemAtCounter({ merchantId, target: { couponId }, channel: 'staff' })
  return redeemed(listenerOf(desk), result)
}

export const listenerOf = ({ speech, merchant, now }: Desk) => ({ speech, now, timeZone: merchant.timeZone })

/** The card as everybody sees it, and what its ledger says. */
export async function nowOf(deps: StaffDeps, merchantId: string, cardId: string) {
  const [face, card] = await Promise.all([
    deps.loadFace(merchantId, cardId),
    deps.reads.card(merchantId, cardId),
  ])
  return { face, ledger: card?.ledger ?? [] }
}

export async function stamp(deps: StaffDeps, desk: Desk, form: z.infer<typeof stampForm>): Promise<Shown> {
  const { merchantId, speech, device, person } = desk
  const again = { cardId: form.cardId, text: form.text, at: form.at ?? deps.now() }
  const face = await deps.loadFace(merchantId, form.cardId)
  const amount = face ? amountIn(form.amount, face) : undefined
  if (amount === 'bad') {
    const texts = staffWords(speech)
    const answer: Answer = { tone: 'no', title: texts.no.title, details: [texts.badAmount] }
    return { answer, card: await shownCard(deps, desk, again) }
  }
  const result = await deps.stampByScan({
    merchantId,
    card: { cardId: form.cardId },
    channel: 'staff',
    clientId: form.clientId,
    tillId: device.tillId ?? undefined,
    locationId: device.locationId ?? undefined,
    counter: counterOf(person, device),
    sameVisitMs: sameVisitMs.staff,
    amount,
    count: face && mostAtOnce(face) > 1 ? Math.min(form.count ?? 1, mostAtOnce(face)) : undefined,
  })
  const card = await shownCard(deps, desk, again)
  const ledger = (await deps.reads.card(merchantId, form.cardId))?.ledger ?? []
  const known = { face: card?.face ?? null, ledger, before: face }
  return { answer: scanned(listenerOf(desk), result, known), card }
}

/** As people write it: 4.20 or 4,20. Nothing where nothing was said or a visit is enough. */
export function amountIn(text: string | undefined, face: CardFace): Money | undefined | 'bad' {
  const currency = currencyAsked(face)
  if (!text || currency === null) return undefined
  try {
    const amount = parseDecimal(text.replace(',', '.'), currency)
    return amount < 0 ? 'bad' : { amount, currency }
  } catch (error) {
    if (error instanceof RangeError) return 'bad'
    throw error
  }
}

/** Only coupons that the counter redeems, or whose code no till reports: the others are the till's or the customer's own. */
export async function redeem(deps: StaffDeps, desk: Desk, form: z.infer<typeof redeemForm>): Promise<Shown> {
  const { merchantId, device, person } = desk
  const shown = await deps.loadFace(merchantId, form.cardId)
  const coupon = shown?.coupons.find((each) => each.id === form.couponId)
  const text = shown?.serial ?? ''
  if (coupon?.kind === 'self_redeem')
    return { answer: null, card: await shownCard(deps, desk, { cardId: form.cardId, text, at: deps.now() }) }
  const result = await deps.redeemAtCounter({
    merchantId,
    target: { couponId: form.couponId },
    channel: 'staff',
    location: await placeNameOf(deps, device),
    clientId: form.clientId,
    counter: counterOf(person, device),
  })
  const card = await shownCard(deps, desk, { cardId: form.cardId, text, at: deps.now() })
  return { answer: redeemed(listenerOf(desk), result), card }
}

export async function undo(
  deps: StaffDeps,
  desk: Desk,
  { actionId, cardId }: z.infer<typeof undoForm>,
): Promise<Shown> {
  const { merchantId, device, person } = desk
  const result = await deps.undoAction({ merchantId, actionId, counter: counterOf(person, device) })
  const text = (cardId && (await deps.loadFace(merchantId, cardId))?.serial) || ''
  const card = cardId ? await shownCard(deps, desk, { cardId, text, at: deps.now() }) : null
  return { answer: undone(listenerOf(desk), result), card }
}
