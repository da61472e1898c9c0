import { randomBytes } from 'node:crypto'
import pino from 'pino'
import { openTill } from '../../adapters/open-till/adapter.ts'
import { addStampsWith } from '../../src/app/add-stamps.ts'
import { connectTillWith, type TillRequest } from '../../src/app/connect-till.ts'
import { createCardWith } from '../../src/app/create-card.ts'
import { createMerchantWith } from '../../src/app/create-merchant.ts'
import { createProgramWith } from '../../src/app/create-program.ts'
import { processInboxWith } from '../../src/app/process-inbox.ts'
import type { Reward } from '../../src/domain/program.ts'
import type { NewDelivery } from '../../src/ports/store.ts'
import type { ParseResult, Provider, StoredDelivery, TillReader } from '../../src/ports/till.ts'
import { createKeyring } from '../../src/secrets/keyring.ts'
import { newId, newRedeemCode } from '../../src/secrets/random-id.ts'
import { createCardsRead } from '../../src/store/cards-read.ts'
import { createCodeRecords } from '../../src/store/codes.ts'
import type { Database } from '../../src/store/database.ts'
import { createCardStore } from '../../src/store/hot/card-store.ts'
import { createInbox } from '../../src/store/hot/inbox.ts'
import { createMerchants } from '../../src/store/merchants.ts'
import { createNewCards } from '../../src/store/new-cards.ts'
import { createOutbox, createPendingWork } from '../../src/store/outbox.ts'
import { createPrograms } from '../../src/store/programs.ts'
import { createTills } from '../../src/store/tills.ts'

/** The stores over one database, and what is needed to fill them: no HTTP, no queue, a clock that a test moves. */
export type StoreShop = ReturnType<typeof createStoreShop>

const minted: Omit<Reward, 'id'> = {
  title: 'Free coffee',
  kind: 'redeem_code',
  codeSource: 'minted',
  discount: { percent: 100 },
  display: 'qr',
}

export function createStoreShop(db: Database) {
  const clock = { now: Date.parse('2026-11-02T09:00:00Z') }
  const now = () => clock.now
  const keyring = createKeyring([randomBytes(32).toString('base64')])
  const merchants = createMerchants(db, now)
  const programs = createPrograms(db)
  const cards = createCardsRead(db)
  const codes = createCodeRecords(db.pool, keyring, now)
  const store = createCardStore(db.pool, now)
  const createMerchant = createMerchantWith({ merchants, keyring, now })
  const createProgram = createProgramWith({ programs, now })
  const createCard = createCardWith({
    newCards: createNewCards(db),
    cards,
    programs,
    merchants,
    keyring,
    now,
  })
  const connect = connectTillWith({
    tills: createTills(db),
    merchants,
    keyring,
    now,
    onTillConnected: (merchantId, id) => codes.coverTill({ merchantId, id }),
  })
  return {
    db,
    clock,
    keyring,
    store,
    cards,
    codes,
    inbox: createInbox(db.pool, now),
    outbox: createOutbox(db.pool, now),
    pending: createPendingWork(db.pool, now),
    addStamps: addStampsWith({ store, clock: now, newId, newCode: newRedeemCode }),
    async merchant(): Promise<string> {
      const draft = { name: 'Shop', country: null, locale: 'en', timeZone: 'UTC', look: null }
      return (await createMerchant(draft)).merchant.id
    },
    async till(
      merchantId: string,
      request: TillRequest = { provider: 'open', name: 'Stall' },
    ): Promise<string> {
      const connected = await connect(merchantId, request)
      if (!connected.ok) throw new Error(connected.reason)
      return connected.till.id
    },
    /** A card of a new program that stamps once a visit. */
    async card(merchantId: string, goal = 10, reward: Partial<Reward> = {}) {
      const milestones = [{ at: goal, reward: { ...minted, ...reward } }]
      const earn = { kind: 'visit' as const, stamps: 1, base: { includeTax: true }, multipliers: [] }
      const program = await createProgram(merchantId, {
        name: 'Card',
        rules: { goal, milestones, earn, debt: 'owed' },
      })
      if (!program.ok) throw new Error(program.reason)
      const made = await createCard({ merchantId, programId: program.program.id })
      if (!made.ok) throw new Error(made.reason)
      const rewardId = program.program.rules.milestones[0]?.reward.id ?? ''
      return { id: made.card.id, serial: made.card.serial, rewardId }
    },
    /** As another worker process has it: nothing shared but the database. */
    drain(
      options: { parse?: (delivery: StoredDelivery) => ParseResult; batchSize?: number; lanes?: number } = {},
    ) {
      const reader: TillReader = { ...openTill.reader, ...(options.parse && { parse: options.parse }) }
      const readers: Record<Provider, TillReader> = { open: reader, shopify: reader, square: reader }
      return processInboxWith({
        ...{ readers, clock: now, newId, newCode: newRedeemCode, keyring, onBatch: () => undefined },
        store: createCardStore(db.pool, now),
        log: pino({ level: 'silent' }),
        batchSize: options.batchSize ?? 500,
        lanes: options.lanes ?? 1,
      })
    },
  }
}

type Where = { merchantId: string; tillId: string }

/** A stored message of an open till. */
export const delivered = (
  where: Where,
  type: string,
  data: object,
  deliveryId = newRedeemCode(),
): NewDelivery => ({
  ...where,
  provider: 'open',
  topic: type,
  deliveryId,
  body: Buffer.from(JSON.stringify({ type, timestamp: '2026-11-02T09:00:00Z', data })),
  receivedAt: Date.parse('2026-11-02T09:00:00Z'),
})

export const paid = (where: Where, id: string, serial: string, more: object = {}): NewDelivery =>
  delivered(where, 'order.paid', {
    id,
    closedAt: '2026-11-02T08:59:00Z',
    currency: 'EUR',
    total: 500,
    lines: [],
    discountCodes: [],
    card: serial,
    ...more,
  })
