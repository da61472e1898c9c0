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

export type CardDetailsStore = {
  find(merchantId: string, cardId: string): Promise<SealedDetails | null>
  /** False when there is no such card, or it was erased: nothing was kept. */
  put(merchantId: string, cardId: string, sealed: SealedDetails): Promise<boolean>
}
