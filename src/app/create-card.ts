import type { CardRecord, CardsRead, NewCards } from '../ports/cards.ts'
import type { Clock } from '../ports/clock.ts'
import type { Merchants } from '../ports/merchants.ts'
import type { Programs } from '../ports/programs.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { newId, newSecret } from '../secrets/random-id.ts'

type Deps = {
  newCards: NewCards
  cards: Pick<CardsRead, 'find'>
  programs: Pick<Programs, 'find'>
  merchants: Pick<Merchants, 'find'>
  keyring: Pick<Keyring, 'open'>
  now: Clock
}

export type CreateCard = (request: {
  merchantId: string
  programId: string
  /** Which of the program's QR codes it came from. */
  placement?: string | undefined
  /** Names the card-to-be, so that a retry makes no second one. */
  cardId?: string | undefined
}) => Promise<
  | {
      ok: true
      card: CardRecord
      /** Secret part of the web card's address. */
      token: string
      /** It had been made before. */
      repeated?: true
    }
  | { ok: false; reason: 'unknown-program' | 'program-closed' }
>

/** A new, empty card in the version now in force. */
export function createCardWith({ newCards, cards, programs, merchants, keyring, now }: Deps): CreateCard {
  return async ({ merchantId, programId, placement, cardId }) => {
    const [program, merchant] = await Promise.all([
      programs.find(merchantId, programId),
      merchants.find(merchantId),
    ])
    if (!program || !merchant) return { ok: false, reason: 'unknown-program' }
    if (program.state !== 'active') return { ok: false, reason: 'program-closed' }
    const createdAt = now()
    const id = cardId ?? newId(createdAt)
    const dataKey = keyring.open(merchantId, merchant.dataKey)
    const token = dataKey.cardToken(id, 1)
    const { version, rules } = program
    const fresh = { id, programId, version, serial: newSecret(), createdAt }
    if (await newCards.add({ ...fresh, merchantId, token, placement: placement ?? null }))
      return { ok: true, token, card: { ...fresh, ...blank, goal: rules.goal } }
    const made = await cards.find(merchantId, id)
    if (!made) return { ok: false, reason: 'unknown-program' }
    return { ok: true, card: made, token: dataKey.cardToken(id, made.tokenVersion), repeated: true }
  }
}

const blank = {
  tokenVersion: 1,
  state: 'active',
  cycle: 1,
  stamps: 0,
  lastStampAt: null,
  coupons: [],
  links: [],
}
