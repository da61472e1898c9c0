import type { Money } from './money.ts'

export type RedemptionKind = 'self_redeem' | 'staff_scan' | 'redeem_code'
export type CodeSource = 'minted' | 'pool' | 'shared'
export type CodeDisplay = 'qr' | 'code128' | 'ean13' | 'code39' | 'pdf417' | 'aztec' | 'text'

/**
 * What the till takes off: a share, an amount, or one of the given products (the till's own ids). `worth`, the price of
 * one, lets a till that cannot count units take off no more than that.
 */
export type Discount =
  | { percent: number }
  | { amount: Money }
  | { productIds: string[]; worth?: Money | undefined }

/** What the till is to ask of a sale. Each code works once, whatever is said here. */
export type RewardLimits = {
  /** Before the discount. */
  minBasket?: Money | undefined
  /** Other discounts of the shop may stand beside it; otherwise not. */
  combinable?: boolean | undefined
}

export type Reward = {
  id: string
  title: string
  kind: RedemptionKind
  codeSource?: CodeSource | undefined
  /** The static code of `codeSource: 'shared'`. */
  code?: string | undefined
  discount?: Discount | undefined
  limits?: RewardLimits | undefined
  expiresAfterDays?: number | undefined
  /** A fixed end for every coupon, RFC 3339; never beside `expiresAfterDays`. */
  expiresAt?: string | undefined
  /** Days before its end from which the holder is warned; 3 unless said. */
  warnDays?: number | undefined
  display: CodeDisplay
}

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'

/** In the location's time zone; `from`/`to` are HH:MM, `to` exclusive, a window may cross midnight. */
export type Multiplier = {
  days?: Weekday[] | undefined
  from?: string | undefined
  to?: string | undefined
  factor: number
}

export type Limits = {
  perOrder?: number | undefined
  perDay?: number | undefined
  perLocationDay?: number | undefined
  cooldownMinutes?: number | undefined
}

/** How a purchase comes to a card: by the till itself, one of the shop's scanners, a receipt's QR or number, or a program. */
export const earnChannels = ['till', 'counter', 'staff', 'kiosk', 'claim', 'api'] as const
export type EarnChannel = (typeof earnChannels)[number]

type EarnCommon = {
  limits?: Limits | undefined
  /** An order that only redeems a coupon earns too; left out, it never does. */
  redemptionOnlyEarns?: boolean | undefined
  base: { includeTax: boolean }
  multipliers: Multiplier[]
}
export type VisitRule = { kind: 'visit'; stamps: number; minSpend?: Money | undefined }
export type AmountRule = { kind: 'amount'; per: Money; carryOver: boolean }
export type ItemRule = {
  kind: 'item'
  match: { skus?: string[] | undefined; categories?: string[] | undefined; ids?: string[] | undefined }
  every: number
}
export type EarnRule = EarnCommon & (VisitRule | AmountRule | ItemRule)

export type Milestone = { at: number; reward: Reward }

/**
 * `fixed`: so many months after the cycle's first stamp, or every year after the day `date` (`MM-DD`).
 * `sliding`: all of them when nothing was earned for so many days. Days end at midnight by the merchant's clock.
 */
export type StampExpiry =
  | { kind: 'fixed'; months: number; date?: undefined }
  | { kind: 'fixed'; date: string; months?: undefined }
  | { kind: 'sliding'; days: number }

/** One version of a program: immutable once made. */
export type ProgramRules = {
  goal: number
  /** Ascending; the last one's `at` is the goal. */
  milestones: Milestone[]
  earn: EarnRule
  /** What happens when an order is reversed whose coupon was used: the next stamps repay it, or nobody does. */
  debt: 'owed' | 'forgiven'
  /** When stamps that led to no reward yet expire; never where left out. */
  stampExpiry?: StampExpiry | undefined
  /** How long before or after a scan a till's order is the same purchase; 10 where left out, 0 for never. */
  joinMinutes?: number | undefined
  /** Channels that earn; all of them where left out. */
  channels?: EarnChannel[] | undefined
  /** The tills' own ids of the locations that earn; all of them where left out. */
  locations?: string[] | undefined
}
