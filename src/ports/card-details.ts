import type { ContactKind } from '../domain/contact.ts'

/** What a customer chose to tell. */
export type CardDetails = {
  name?: string | undefined
  email?: string | undefined
  phone?: string | undefined
  /** YYYY-MM-DD, or --MM-DD without the year. */
  birthday?: string | undefined
}

/** By which ways the shop may write, and since when the answer stands. */
export type Consents = Partial<Record<'email' | 'sms' | 'push', { given: boolean; at: number }>>

/** Details are sealed before they come here. */
export type SealedDetails = { details: Uint8Array<ArrayBuffer>; consents: Consents; updatedAt: number }

/** A contact as it is looked up: digest under the merchant's key, as hex. */
export type ContactDigest = { kind: ContactKind; digest: string }
export type VerifiedContact = { kind: ContactKind; at: number; by: 'merchant' | 'till' }

export type CardDetailsStore = {
  find(merchantId: string, cardId: string): Promise<SealedDetails | null>
  /** False when there is no such card, or it was erased: nothing was kept. */
  put(
    merchantId: string,
    cardId: string,
    sealed: SealedDetails & { contacts: readonly ContactDigest[] },
  ): Promise<boolean>
  /** A contact that was changed since it was verified is not among them. */
  verified(merchantId: string, cardId: string): Promise<VerifiedContact[]>
  /** The merchant vouches for contacts that the holder gave, or (`verified` false) no longer. Idempotent. */
  setVerified(
    merchantId: string,
    cardId: string,
    contacts: readonly { kind: ContactKind; verified: boolean }[],
    at: number,
  ): Promise<void>
}
