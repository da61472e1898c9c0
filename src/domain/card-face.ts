import type { CodeDisplay, RedemptionKind } from './program.ts'

/** Colours as #rrggbb; already checked for contrast by whoever saved them. */
export type Look = {
  background: string
  foreground: string
  accent: string
  /** PNG or JPEG, at most 512 kB. */
  logo?: Uint8Array | undefined
}

export type FaceCoupon = {
  id: string
  title: string
  kind: RedemptionKind
  state: 'issuing' | 'active'
  code: string | null
  display: CodeDisplay
  /** What the barcode holds: the code, or the shop's /discount/CODE address. Null while there is no code. */
  scanValue: string | null
  expiresAt: number | null
  /** Its holder was warned that it runs out. */
  expiresSoon?: boolean | undefined
}

/** Everything that anyone sees of a card, on any wallet or page: the one picture from which all are drawn. */
export type CardFace = {
  merchantId: string
  cardId: string
  programId: string
  /** Program version of the current cycle: designs and images are cached by it. */
  version: number
  serial: string
  /** Grows with every visible change. */
  revision: number
  /** `Last-Modified`, seconds since 1970; strictly increasing with the revision. */
  modifiedSecond: number
  /** BCP 47. */
  locale: string
  timeZone: string
  shopName: string
  programName: string
  look: Look
  stamps: number
  goal: number
  cycle: number
  /** Where stamps earn something, ascending; the last one is the goal. */
  milestones: { at: number; title: string }[]
  /** The next thing to come, e.g. at the goal. */
  nextReward: { at: number; title: string }
  /** Money on the way to the next stamp, for programs that earn by amount. */
  progress: { amount: number; per: number; currency: string } | null
  /** Open coupons, newest first. */
  coupons: FaceCoupon[]
  /** Public address of the web card. */
  url: string
  /** Paused, merged or erased: shown as void. */
  voided: boolean
  /** End of the number of the card that goes on for a merged one; never its address, which a lost phone could open. */
  movedTo?: string | undefined
  /** When the stamps of the current cycle expire. */
  stampsExpireAt?: number | undefined
  /** Its holder was warned of that. */
  stampsExpireSoon?: boolean | undefined
}
