import type { CodeDisplay, EarnRule, RedemptionKind, Reward } from './program.ts'

/** What a stamp looks like; `logo` is the merchant's own, in a round stamp. */
export const stampShapes = ['seal', 'circle', 'square', 'cup', 'bean', 'star', 'heart', 'logo'] as const
export type StampShape = (typeof stampShapes)[number]

/** Colours as #rrggbb; already checked for contrast by whoever saved them. */
export type Look = {
  background: string
  foreground: string
  accent: string
  /** A seal where left out. */
  stamp?: StampShape | undefined
  /** PNG or JPEG, at most 512 kB. */
  logo?: Uint8Array | undefined
  /** Behind the stamps, under a veil of the ground's colour; PNG or JPEG, at most 512 kB. */
  photo?: Uint8Array | undefined
  /** SHA-256 of these very pictures, as hex, where somebody has worked it out already. */
  digests?: { logo?: string | undefined; photo?: string | undefined } | undefined
}

/** How customers reach the shop. */
export type ShopContact = {
  email?: string | undefined
  /** As it is dialled, e.g. +49 40 123456. */
  phone?: string | undefined
  website?: string | undefined
  /** Its privacy notice. */
  privacyUrl?: string | undefined
}

/** One line of the card's story. */
export type FaceEvent = { at: number } & (
  | { kind: 'stamps'; count: number }
  | { kind: 'coupon-used' | 'coupon-expired'; title: string }
)

/** A shop that the card is shown near to. Degrees. */
export type FaceLocation = { latitude: number; longitude: number; name: string | null }

export type FaceCoupon = {
  id: string
  /** Coupons of one reward look alike. */
  rewardId: string
  title: string
  kind: RedemptionKind
  /** Where its code comes from; only of coupons with a code. */
  codeSource?: Reward['codeSource']
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
  /** Void for now only: what is on it waits. */
  paused?: boolean | undefined
  /** End of the number of the card that goes on for a merged one; never its address, which a lost phone could open. */
  movedTo?: string | undefined
  /** When the stamps of the current cycle expire. */
  stampsExpireAt?: number | undefined
  /** Its holder was warned of that. */
  stampsExpireSoon?: boolean | undefined
  /** The program has ended: nothing more is earned, open rewards stay good. */
  ended?: boolean | undefined
  /** How stamps are earned. */
  earn?: EarnRule | undefined
  /** The latest changes, newest first; a handful. */
  history?: FaceEvent[] | undefined
  contact?: ShopContact | undefined
  /** At most ten. */
  locations?: FaceLocation[] | undefined
}
