import { receiptClaimWith } from '../app/receipt-claim.ts'
import {
  type ReceiptLinkDeps,
  readReceiptKeyWith,
  receiptLinkWith,
  rotateReceiptKeyWith,
} from '../app/receipt-link.ts'
import type { CardStore } from '../ports/store.ts'
import type { Database } from '../store/database.ts'
import { createReceiptKeys } from '../store/receipt-keys.ts'

type Deps = Omit<ReceiptLinkDeps, 'receiptKeys'> & { database: Pick<Database, 'pool'>; store: CardStore }

/** Links on receipts, and the claims that they stand for. */
export function receiptCases({ database, store, ...rest }: Deps) {
  const links = { ...rest, receiptKeys: createReceiptKeys(database.pool) }
  return {
    readReceiptKey: readReceiptKeyWith(links),
    rotateReceiptKey: rotateReceiptKeyWith(links),
    receiptLink: receiptLinkWith(links),
    receiptClaim: receiptClaimWith({ ...links, store }),
  }
}
