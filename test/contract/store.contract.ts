import { describe } from 'vitest'
import type { StoreShop } from '../support/store-shop.ts'
import { cardStoreContract } from './card-store.contract.ts'
import { codeRecordsContract } from './code-records.contract.ts'
import { inboxContract } from './inbox.contract.ts'
import { outboxContract } from './outbox.contract.ts'

/** What the hot stores must do on every database. `open` gives them over one that is the caller's alone. */
export function storeContract(open: () => StoreShop): void {
  describe('inbox', () => inboxContract(open))
  describe('cards', () => cardStoreContract(open))
  describe('outbox', () => outboxContract(open))
  describe('codes', () => codeRecordsContract(open))
}
