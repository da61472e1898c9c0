import type { CardDetails, CardDetailsStore, Consents } from '../ports/card-details.ts'
import type { CardsRead } from '../ports/cards.ts'
import type { Clock } from '../ports/clock.ts'
import type { Merchants } from '../ports/merchants.ts'
import type { Keyring } from '../secrets/keyring.ts'

type Deps = {
  details: CardDetailsStore
  cards: Pick<CardsRead, 'find'>
  merchants: Pick<Merchants, 'find'>
  keyring: Pick<Keyring, 'open'>
  now: Clock
}

export type ConsentChannel = keyof Consents
export type ToldDetails = CardDetails & { consents: Consents; updatedAt: number | null }
export type PutDetails = (input: {
  merchantId: string
  cardId: string
  details: CardDetails
  consents: Partial<Record<ConsentChannel, boolean | undefined>>
}) => Promise<{ ok: true; told: ToldDetails } | { ok: false; reason: 'unknown-card' }>
export type ReadDetails = (
  merchantId: string,
  cardId: string,
) => Promise<{ ok: true; told: ToldDetails } | { ok: false; reason: 'unknown-card' }>

/** Keeps what a customer chose to tell, sealed under the merchant's key, instead of what was told before. Idempotent. */
export const putDetailsWith =
  ({ details: store, merchants, keyring, now }: Deps): PutDetails =>
  async ({ merchantId, cardId, details, consents }) => {
    const [merchant, before] = await Promise.all([merchants.find(merchantId), store.find(merchantId, cardId)])
    if (!merchant) return { ok: false, reason: 'unknown-card' }
    const at = now()
    const kept = standing(before?.consents ?? {}, consents, at)
    const box = keyring.open(merchantId, merchant.dataKey).seal(JSON.stringify(details))
    const found = await store.put(merchantId, cardId, { details: box, consents: kept, updatedAt: at })
    return found
      ? { ok: true, told: { ...details, consents: kept, updatedAt: at } }
      : { ok: false, reason: 'unknown-card' }
  }

/** An answer given again stands since it was first given; a channel that is not named has no consent. */
function standing(
  before: Consents,
  told: Partial<Record<ConsentChannel, boolean | undefined>>,
  at: number,
): Consents {
  const answers = Object.entries(told) as [ConsentChannel, boolean | undefined][]
  return Object.fromEntries(
    answers.flatMap(([channel, given]) => {
      if (given === undefined) return []
      const known = before[channel]
      return [[channel, known?.given === given ? known : { given, at }]]
    }),
  )
}

/** For the merchant alone. Nothing told yet reads as nothing. */
export const readDetailsWith =
  ({ details: store, cards, merchants, keyring }: Deps): ReadDetails =>
  async (merchantId, cardId) => {
    const [merchant, card, sealed] = await Promise.all([
      merchants.find(merchantId),
      cards.find(merchantId, cardId),
      store.find(merchantId, cardId),
    ])
    if (!merchant || !card) return { ok: false, reason: 'unknown-card' }
    if (!sealed) return { ok: true, told: { consents: {}, updatedAt: null } }
    const opened = keyring.open(merchantId, merchant.dataKey).unseal(sealed.details)
    const { consents, updatedAt } = sealed
    return { ok: true, told: { ...(JSON.parse(opened) as CardDetails), consents, updatedAt } }
  }
