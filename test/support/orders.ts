import type { OrderEvent, OrderLine, Refund, Sale } from '../../src/domain/order.ts'
import { type OrderRecord, unheardOrder } from '../../src/domain/order-record.ts'
import type {
  EarnRule,
  Limits,
  Milestone,
  Multiplier,
  ProgramRules,
  Reward,
} from '../../src/domain/program.ts'

export const at = (text: string): number => Date.parse(text)

/** A paid sale of one thing for 10.00 EUR on a Monday morning, with the card scanned; change what matters. */
export const sale = (part: Partial<Sale> = {}): Sale => ({
  placedAt: at('2026-03-02T09:00:00Z'),
  currency: 'EUR',
  total: 1000,
  tip: 0,
  tax: 0,
  shipping: 0,
  serviceCharge: 0,
  lines: [line({ total: part.total ?? 1000 })],
  discountCodes: [],
  cardSerial: 'card',
  test: false,
  ...part,
})

export const line = (part: Partial<OrderLine> = {}): OrderLine => ({
  id: 'line',
  name: 'Coffee',
  quantity: 1,
  total: 1000,
  ...part,
})

/** What is known of an order before its first message. */
export const unheard = (externalId: string): OrderRecord =>
  unheardOrder({ merchantId: 'merchant', tillId: 'till', externalId })

/** The order's first message. */
export const sold = (
  orderId: string,
  part: Partial<Sale> = {},
  event: Partial<Extract<OrderEvent, { kind: 'sale' }>> = {},
): OrderEvent => ({
  kind: 'sale',
  orderId,
  sale: sale(part),
  paid: true,
  cancelled: false,
  refunds: [],
  asOf: 0,
  ...event,
})

export const refund = (id: string, amount: number, lines: Refund['lines'] = []): Refund => ({
  id,
  amount,
  lines,
})

export const refunded = (
  orderId: string,
  id: string,
  amount: number,
  lines: Refund['lines'] = [],
): OrderEvent => ({
  kind: 'refund',
  orderId,
  refund: refund(id, amount, lines),
})

export const cancelled = (orderId: string): OrderEvent => ({ kind: 'cancellation', orderId })

export const eur = (amount: number) => ({ amount, currency: 'EUR' })

type RulePart = { limits?: Limits; multipliers?: Multiplier[]; includeTax?: boolean }
const common = ({ limits, multipliers = [], includeTax = true }: RulePart) => ({
  limits,
  multipliers,
  base: { includeTax },
})

export const perVisit = (
  part: RulePart & { stamps?: number; minSpend?: { amount: number; currency: string } } = {},
): EarnRule => ({
  ...common(part),
  kind: 'visit',
  stamps: part.stamps ?? 1,
  minSpend: part.minSpend,
})

export const perAmount = (
  per: { amount: number; currency: string },
  part: RulePart & { carryOver?: boolean } = {},
): EarnRule => ({ ...common(part), kind: 'amount', per, carryOver: part.carryOver ?? true })

export const perItem = (
  match: { skus?: string[]; categories?: string[]; ids?: string[] },
  part: RulePart & { every?: number } = {},
): EarnRule => ({ ...common(part), kind: 'item', match, every: part.every ?? 1 })

export const reward = (part: Partial<Reward> = {}): Reward => ({
  id: 'reward',
  title: 'Free coffee',
  kind: 'redeem_code',
  codeSource: 'minted',
  display: 'qr',
  ...part,
})

/** A program with milestones at the given stamps; the last one is the goal. */
export const program = (
  earn: EarnRule,
  ats: number[] = [10],
  part: Partial<ProgramRules> = {},
): ProgramRules => ({
  goal: ats.at(-1)!,
  milestones: ats.map((each): Milestone => ({ at: each, reward: reward({ id: `reward-${each}` }) })),
  earn,
  debt: 'owed',
  ...part,
})
