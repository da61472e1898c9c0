import { putDetailsWith, readDetailsWith, verifyDetailsWith } from '../app/card-details.ts'
import { eraseMerchantWith } from '../app/erase-merchant.ts'
import { mergeCardsWith, undoMergeWith } from '../app/merge-cards.ts'
import { newAddressWith } from '../app/new-address.ts'
import type { CardChangeDeps } from '../app/open-card.ts'
import { setPausedWith } from '../app/pause-card.ts'
import { contactsSearchedWith } from '../app/search-contacts.ts'
import type { CardsRead } from '../ports/cards.ts'
import type { Merchants } from '../ports/merchants.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { createCardDetails } from '../store/card-details.ts'
import type { Database } from '../store/database.ts'
import { createMerchantErasure } from '../store/erase-merchant.ts'

type Deps = {
  database: Pick<Database, 'pool'>
  keyring: Keyring
  merchants: Pick<Merchants, 'find'>
  cards: Pick<CardsRead, 'find'>
  cardDeps: CardChangeDeps
  /** Tells the jobs that a card may have changed. */
  hinted<Input, Result>(useCase: (input: Input) => Promise<Result>): (input: Input) => Promise<Result>
}

/** What happens to cards beside stamps and coupons: merging, moving, pausing, details, and the end of a merchant. */
export function cardUseCases({ database, keyring, merchants, cards, cardDeps, hinted }: Deps) {
  const now = cardDeps.clock
  const details = { details: createCardDetails(database), cards, merchants, keyring, now }
  return {
    mergeCards: hinted(mergeCardsWith(cardDeps)),
    undoMerge: hinted(undoMergeWith(cardDeps)),
    newAddress: hinted(newAddressWith({ ...cardDeps, merchants, keyring })),
    setPaused: hinted(setPausedWith(cardDeps)),
    putDetails: putDetailsWith(details),
    readDetails: readDetailsWith(details),
    verifyDetails: verifyDetailsWith(details),
    contactsSearched: contactsSearchedWith({ merchants, keyring }),
    eraseMerchant: hinted(eraseMerchantWith({ erasure: createMerchantErasure(database.pool), now })),
  }
}
