import type { ShopContact, StampShape } from '../domain/card-face.ts'

/** Colours as #rrggbb, checked for contrast when saved. */
export type SavedLook = {
  background: string
  foreground: string
  accent: string
  stamp?: StampShape | undefined
}

export type PictureKind = 'logo' | 'photo'

/** What cards are drawn with beside colours. Both methods are idempotent. */
export type MerchantPictures = {
  /** @param bytes PNG or JPEG, already brought to size */
  put(merchantId: string, kind: PictureKind, bytes: Uint8Array): Promise<void>
  remove(merchantId: string, kind: PictureKind): Promise<void>
}

export type MerchantRecord = {
  id: string
  name: string
  /** ISO 3166 alpha-2. */
  country: string | null
  /** BCP 47. */
  locale: string
  /** IANA. */
  timeZone: string
  /** ISO 4217, in which its tills sell; null or left out: not known. */
  currency?: string | null
  /** Null: the look that Stampbridge gives. */
  look: SavedLook | null
  contact?: ShopContact
  /** Wrapped; opened by the keyring. */
  dataKey: Uint8Array<ArrayBuffer>
  createdAt: number
}

export type MerchantChanges = Partial<Omit<MerchantRecord, 'id' | 'dataKey' | 'createdAt'>>

export type Merchants = {
  /** With its first key for the REST API, of which only the hash is kept. */
  add(merchant: MerchantRecord, apiKey: { id: string; label: string; key: string }): Promise<void>
  /** Null when unknown or erased. */
  find(merchantId: string): Promise<MerchantRecord | null>
  /** Null when unknown or erased. All its cards look different afterwards, and their wallets are told. */
  change(merchantId: string, changes: MerchantChanges): Promise<MerchantRecord | null>
  /** What a till says of the currency, for a merchant of whom it is not known yet. Cards show nothing of it. */
  learnCurrency(merchantId: string, currency: string): Promise<void>
}
