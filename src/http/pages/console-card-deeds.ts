import type { Router } from 'express'
import { z } from 'zod'
import type { AddStampsInput, AddStampsResult } from '../../app/add-stamps.ts'
import type { GiveVoucher } from '../../app/give-voucher.ts'
import type { LinkCustomer } from '../../app/link-customer.ts'
import type { MergeCards, UndoMerge } from '../../app/merge-cards.ts'
import type { NewAddress } from '../../app/new-address.ts'
import type { SetPaused } from '../../app/pause-card.ts'
import type { UnlinkCustomer } from '../../app/unlink-customer.ts'
import type { ConsoleDeps } from './console-context.ts'
import {
  addDeed,
  type DeedOutcome,
  type DeedPage,
  intentField,
  reasonField,
  uuidField,
} from './console-deed.ts'

type CardInput = { merchantId: string; cardId: string }

export type CardDeedDeps = {
  addStamps(input: AddStampsInput): Promise<AddStampsResult>
  giveVoucher: GiveVoucher
  setPaused: SetPaused
  newAddress: NewAddress
  linkCustomer: LinkCustomer
  unlinkCustomer: UnlinkCustomer
  eraseCard(input: CardInput): Promise<{ ok: true } | { ok: false; reason: 'unknown-card' }>
  mergeCards: MergeCards
  undoMerge: UndoMerge
}

type Deps = CardDeedDeps & Pick<ConsoleDeps, 'assets' | 'reads'>

const empty = z.object({})
const said = (done: string, result: { ok: true } | { ok: false; reason: string }): DeedOutcome =>
  result.ok ? { ok: true, done } : { ok: false, reason: result.reason }

/** Everything that a manager can do with a card, and what only the owner can. */
export function cardDeeds(router: Router, deps: Deps, page: DeedPage): void {
  giving(router, deps, page)
  standing(router, deps, page)
  linking(router, deps, page)
  merging(router, deps, page)
}

function giving(router: Router, deps: Deps, page: DeedPage): void {
  addDeed(router, deps, page, {
    name: 'stamps',
    role: 'manager',
    schema: z.object({
      count: z.coerce
        .number()
        .int()
        .min(-1000)
        .max(1000)
        .refine((count) => count !== 0),
      reason: reasonField,
      intent: intentField,
    }),
    async carryOut({ count, reason, intent }, { merchantId, id: cardId, counter }) {
      const effectKey = `console/${intent}`
      const input = { merchantId, cardId, count, reason, effectKey, counter, channel: 'manual' as const }
      const result = await deps.addStamps(input)
      return result.ok || result.reason !== 'below-zero'
        ? said('stamps', result)
        : { ok: false, reason: 'below-zero', field: 'count' }
    },
  })
  addDeed(router, deps, page, {
    name: 'voucher',
    role: 'manager',
    schema: z.object({ rewardId: uuidField, why: reasonField, intent: intentField }),
    carryOut: async ({ rewardId, why, intent }, { merchantId, id: cardId }) =>
      said(
        'voucher',
        await deps.giveVoucher({ merchantId, cardId, couponId: intent, reward: { rewardId }, reason: why }),
      ),
  })
}

function standing(router: Router, deps: Deps, page: DeedPage): void {
  for (const name of ['pause', 'resume'] as const)
    addDeed(router, deps, page, {
      name,
      role: 'manager',
      schema: empty,
      carryOut: async (_, { merchantId, id: cardId }) =>
        said(
          name === 'pause' ? 'paused' : 'resumed',
          await deps.setPaused({ merchantId, cardId, paused: name === 'pause' }),
        ),
    })
  addDeed(router, deps, page, {
    name: 'address',
    role: 'manager',
    schema: empty,
    carryOut: async (_, { merchantId, id: cardId }) =>
      said('address', await deps.newAddress({ merchantId, cardId })),
  })
  addDeed(router, deps, page, {
    name: 'erase',
    role: 'owner',
    schema: z.object({ end: z.string().max(10) }),
    async carryOut({ end }, { merchantId, id: cardId }) {
      const card = await deps.reads.card(merchantId, cardId)
      if (!card) return { ok: false, reason: 'unknown-card' }
      if (card.serial.slice(-4) !== end) return { ok: false, reason: 'wrong-end', field: 'end' }
      const result = await deps.eraseCard({ merchantId, cardId })
      return result.ok ? { ok: true, done: 'erased', path: '/console/cards' } : result
    },
  })
}

function linking(router: Router, deps: Deps, page: DeedPage): void {
  const schema = z.object({ tillId: uuidField, customerId: z.string().max(255) })
  addDeed(router, deps, page, {
    name: 'link',
    role: 'manager',
    schema,
    carryOut: async (value, { merchantId, id: cardId }) =>
      said('linked', await deps.linkCustomer({ merchantId, cardId, ...value })),
  })
  addDeed(router, deps, page, {
    name: 'unlink',
    role: 'manager',
    schema,
    async carryOut(value, { merchantId, id: cardId }) {
      await deps.unlinkCustomer({ merchantId, cardId, ...value })
      return { ok: true, done: 'unlinked' }
    },
  })
}

function merging(router: Router, deps: Deps, page: DeedPage): void {
  addDeed(router, deps, page, {
    name: 'merge',
    role: 'manager',
    schema: z.object({ fromCardId: uuidField, intent: intentField }),
    carryOut: async ({ fromCardId, intent }, { merchantId, id: cardId }) =>
      said('merged', await deps.mergeCards({ merchantId, cardId, fromCardId, mergeId: intent })),
  })
  addDeed(router, deps, page, {
    name: 'unmerge',
    role: 'manager',
    schema: z.object({ mergeId: uuidField }),
    carryOut: async ({ mergeId }, { merchantId }) =>
      said('unmerged', await deps.undoMerge({ merchantId, mergeId })),
  })
}
