import { change } from '../domain/card-book.ts'
import { activate, type Coupon, expire, isOpen, type Transition, warn } from '../domain/coupon.ts'
import type { CodeInTill, CodeRecords } from '../ports/codes.ts'
import type { LeasedRow } from '../ports/outbox.ts'
import { failureNote, ProviderError } from '../ports/provider-error.ts'
import type { TillClient, TillCredentials } from '../ports/till.ts'
import { changeCoupon } from './end-coupon.ts'
import { type CardChangeDeps, openCard, saveCard } from './open-card.ts'
import type { EffectHandler } from './work-outbox.ts'

export type PlaceCodesDeps = CardChangeDeps & {
  codes: CodeRecords
  /** Null for tills that are not called. */
  clientFor(credentials: TillCredentials): TillClient | null
}

/** Brings one coupon's code in one till in line with the coupon: made while it is open, taken away afterwards. */
export function placeCodeWith(deps: PlaceCodesDeps): EffectHandler {
  return async (row) => {
    const [couponId = '', tillId = ''] = row.key.split('/')
    const found = await deps.codes.find(row.merchantId, couponId, tillId)
    const client = found?.credentials ? deps.clientFor(found.credentials) : null
    if (!found || !client) return { detail: null }
    const toldUntil = found.coupon.expiresAt
    const record = (state: 'placed' | 'removed', externalId?: string) =>
      deps.codes.record(row.merchantId, couponId, tillId, { state, externalId, toldUntil })
    if (isOpen(found.coupon)) {
      if (found.placement.state === 'placed') return tellEnd(found, client, record)
      // Somebody changed it in the till: making it again is for the check on drift to decide.
      if (found.placement.state === 'drifted') return { detail: null }
      const { externalId } = await client.placeCode(codeToPlace(found.coupon))
      // Found instead of made, it may have an end of an earlier try.
      if (row.attempts > 0)
        await client.changeEnd?.(placedAs(found.coupon, externalId), toldUntil ?? undefined)
      await record('placed', externalId)
      await settleCoupon(deps, row.merchantId, found.coupon.id)
      return { detail: 'code made' }
    }
    return takeAway(found, client, row, record)
  }
}

/** The coupon's end was moved after its code was made. */
async function tellEnd(
  { coupon, placement }: CodeInTill,
  client: TillClient,
  record: (state: 'placed') => Promise<void>,
): Promise<{ detail: string | null }> {
  if (placement.toldUntil === coupon.expiresAt || placement.externalId === null) return { detail: null }
  await client.changeEnd?.(placedAs(coupon, placement.externalId), coupon.expiresAt ?? undefined)
  await record('placed')
  return { detail: client.changeEnd ? 'end of the code moved' : null }
}

const placedAs = (coupon: Coupon, externalId: string) => ({ externalId, code: coupon.code ?? '' })

async function takeAway(
  { coupon, placement }: CodeInTill,
  client: TillClient,
  row: LeasedRow,
  record: (state: 'removed') => Promise<void>,
): Promise<{ detail: string | null }> {
  if (placement.state === 'removed') return { detail: null }
  const neverTried =
    placement.externalId === null &&
    (placement.state === 'failed' || (placement.state === 'pending' && row.attempts === 0))
  if (!neverTried) {
    // An answer may have been lost: making it again finds what is there, and only then can it be taken away.
    const externalId = placement.externalId ?? (await client.placeCode(codeToPlace(coupon))).externalId
    await client.removeCode({ externalId, code: coupon.code ?? '' })
  }
  await record('removed')
  return { detail: neverTried ? null : 'code taken away' }
}

function codeToPlace(coupon: Coupon) {
  if (coupon.code === null) throw new ProviderError('till', 'the coupon has no code', { retryable: false })
  return {
    couponId: coupon.id,
    code: coupon.code,
    reward: coupon.reward,
    startsAt: coupon.issuedAt,
    expiresAt: coupon.expiresAt ?? undefined,
  }
}

/** The till refused for good: shown to the merchant, tried again when the till is connected again. */
export const giveUpCodeWith =
  (deps: PlaceCodesDeps) =>
  async (row: LeasedRow, error: ProviderError): Promise<void> => {
    const [couponId = '', tillId = ''] = row.key.split('/')
    await deps.codes.record(row.merchantId, couponId, tillId, { state: 'failed', error: failureNote(error) })
  }

async function settleCoupon(deps: PlaceCodesDeps, merchantId: string, couponId: string): Promise<void> {
  const ready = await deps.codes.isReady({ merchantId, id: couponId })
  if (ready) await changeCoupon(deps, { merchantId, couponId }, activated)
}

const activated = (coupon: Coupon, now: number): Transition =>
  coupon.state === 'issuing'
    ? { ok: true, coupon: activate(coupon, now) }
    : { ok: false, reason: 'not-ready' }

const batch = 200

/** What time does to coupons: activates those whose codes stand, fills those that wait for a pool, warns of those that run out, ends those that did. */
export function settleCouponsWith(deps: PlaceCodesDeps): () => Promise<void> {
  return async () => {
    for (const key of await deps.codes.ready(batch))
      await changeCoupon(deps, { merchantId: key.merchantId, couponId: key.id }, activated)
    for (const key of await deps.codes.waitingForPool(batch)) await fillFromPool(deps, key.merchantId, key.id)
    for (const key of await deps.codes.toWarn(batch))
      await changeCoupon(deps, { merchantId: key.merchantId, couponId: key.id }, warn)
    for (const key of await deps.codes.overdue(batch))
      await changeCoupon(deps, { merchantId: key.merchantId, couponId: key.id }, expire)
  }
}

function fillFromPool(deps: PlaceCodesDeps, merchantId: string, couponId: string): Promise<void> {
  return deps.store.transact(async (tx) => {
    const found = await tx.coupon({ merchantId, id: couponId })
    const opened = found && (await openCard(deps, tx, { merchantId, id: found.cardId }))
    const coupon = opened?.book.coupons.find((each) => each.id === couponId)
    if (!opened || coupon?.state !== 'issuing' || coupon.code !== null) return
    const code = await tx.takePoolCode(merchantId, coupon.reward.id, couponId)
    if (code === null) return
    change(opened.book, activate({ ...coupon, code }, opened.desk.now))
    await saveCard(tx, opened.book)
  })
}
