import type { ContactKind } from '../domain/contact.ts'
import type {
  CardDetails,
  CardDetailsStore,
  Consents,
  ContactDigest,
  VerifiedContact,
} from '../ports/card-details.ts'
import type { CardsRead } from '../ports/cards.ts'
import type { Clock } from '../ports/clock.ts'
import type { Merchants } from '../ports/merchants.ts'
import type { DataKey, Keyring } from '../secrets/keyring.ts'
import { digestOf } from './contact-digests.ts'

type Deps = {
  details: CardDetailsStore
  cards: Pick<CardsRead, 'find'>
  merchants: Pick<Merchants, 'find'>
  keyring: Pick<Keyring, 'open'>
  now: Clock
}

export type ConsentChannel = keyof Consents
export type ToldDetails = CardDetails & {
  consents: Consents
  /** Contacts that are known to be the holder's own. */
  verified: VerifiedContact[]
  updatedAt: number | null
}
export type PutDetails = (input: {
  merchantId: string
  cardId: string
  details: CardDetails
  consents: Partial<Record<ConsentChannel, boolean | undefined>>
}) => Promise<{ ok: true } | { ok: false; reason: 'unknown-card' }>
export type VerifyDetails = (input: {
  merchantId: string
  cardId: string
  email?: boolean | undefined
  phone?: boolean | undefined
}) => Promise<
  | { ok: true; told: ToldDetails }
  | { ok: false; reason: 'unknown-card' }
  | { ok: false; reason: 'no-contact'; kind: ContactKind }
>
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
    const key = keyring.open(merchantId, merchant.dataKey)
    const sealed = { details: key.seal(JSON.stringify(details)), consents: kept, updatedAt: at }
    const found = await store.put(merchantId, cardId, { ...sealed, contacts: contactsOf(key, details) })
    return found ? { ok: true } : { ok: false, reason: 'unknown-card' }
  }

function contactsOf(key: DataKey, details: CardDetails): ContactDigest[] {
  const told = (['email', 'phone'] as const).flatMap((kind) => {
    const value = details[kind]
    return value === undefined ? [] : [{ kind, value }]
  })
  return told.flatMap((contact) => digestOf(key, contact).map((digest) => ({ kind: contact.kind, digest })))
}

/** The merchant vouches for contacts that the holder gave, or no longer. Idempotent; `told` is what stands then. */
export const verifyDetailsWith = (deps: Deps): VerifyDetails => {
  const read = readDetailsWith(deps)
  return async ({ merchantId, cardId, email, phone }) => {
    const [merchant, before] = await Promise.all([deps.merchants.find(merchantId), read(merchantId, cardId)])
    if (!merchant || !before.ok) return { ok: false, reason: 'unknown-card' }
    const known = contactsOf(deps.keyring.open(merchantId, merchant.dataKey), before.told)
    const asked = [
      { kind: 'email' as const, verified: email },
      { kind: 'phone' as const, verified: phone },
    ].flatMap(({ kind, verified }) => (verified === undefined ? [] : [{ kind, verified }]))
    const missing = asked.find(({ kind, verified }) => verified && !known.some((each) => each.kind === kind))
    if (missing) return { ok: false, reason: 'no-contact', kind: missing.kind }
    await deps.details.setVerified(merchantId, cardId, asked, deps.now())
    return read(merchantId, cardId)
  }
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

/** For the merchant and the card's holder alone. Nothing told yet reads as nothing. */
export const readDetailsWith =
  ({ details: store, cards, merchants, keyring }: Deps): ReadDetails =>
  async (merchantId, cardId) => {
    const [merchant, card, sealed, verified] = await Promise.all([
      merchants.find(merchantId),
      cards.find(merchantId, cardId),
      store.find(merchantId, cardId),
      store.verified(merchantId, cardId),
    ])
    if (!merchant || !card) return { ok: false, reason: 'unknown-card' }
    if (!sealed) return { ok: true, told: { consents: {}, verified, updatedAt: null } }
    const opened = keyring.open(merchantId, merchant.dataKey).unseal(sealed.details)
    const { consents, updatedAt } = sealed
    return { ok: true, told: { ...(JSON.parse(opened) as CardDetails), consents, verified, updatedAt } }
  }
