import { z } from 'zod'
import type { LedgerEntry } from '../../domain/card-book.ts'
import type { CardRecord } from '../../ports/cards.ts'
import { couponSchema, showCoupon } from './coupon-schema.ts'
import { asTime, asTimeOrNull, id, time } from './fields.ts'

export const cardSchema = z.strictObject({
  id,
  serial: z.string().describe('In the card’s barcode, and `card` of an open till’s order.'),
  token: z.string().describe('Secret part of the card’s address: give it to the card’s owner only.'),
  url: z.url().describe('The web card, with its passes for Apple Wallet and Google Wallet.'),
  programId: id,
  version: z.int().describe('Program version of the current cycle.'),
  state: z.enum(['active', 'paused', 'merged']),
  cycle: z.int().describe('From 1.'),
  stamps: z.int().describe('In the current cycle.'),
  goal: z.int(),
  coupons: z.array(couponSchema).describe('Newest first, at most 100.'),
  links: z.array(z.strictObject({ tillId: id, customerId: z.string() })),
  createdAt: time,
  lastStampAt: time.nullable(),
})

/** @param tokenOf secret part of the card's address */
export function showCard(card: CardRecord, token: string, where: { baseUrl: string; now: number }) {
  return {
    id: card.id,
    serial: card.serial,
    token,
    url: `${where.baseUrl}/card/${token}`,
    programId: card.programId,
    version: card.version,
    state: card.state,
    cycle: card.cycle,
    stamps: card.stamps,
    goal: card.goal,
    coupons: card.coupons.map((coupon) => showCoupon(coupon, where.now)),
    links: card.links,
    createdAt: asTime(card.createdAt),
    lastStampAt: asTimeOrNull(card.lastStampAt),
  }
}

export const ledgerEntrySchema = z.strictObject({
  id,
  count: z.int().describe('Stamps added, or taken back when negative.'),
  balance: z.int().describe('All stamps of the card after this entry, over all cycles.'),
  channel: z.string(),
  tillId: id.nullable(),
  orderId: z.string().nullable(),
  reason: z.string(),
  at: time,
})

export const showLedgerEntry = ({
  id,
  count,
  balance,
  channel,
  tillId,
  orderId,
  reason,
  at,
}: LedgerEntry) => ({
  id,
  count,
  balance,
  channel,
  tillId,
  orderId,
  reason,
  at: asTime(at),
})
