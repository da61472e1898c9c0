import type { Card as CardRow, StampLedger } from '../../prisma/generated/client.ts'
import type { LedgerEntry } from '../domain/card-book.ts'
import type { CardRecord, CardsRead } from '../ports/cards.ts'
import { withPlacements } from './coupons-read.ts'
import type { Database } from './database.ts'

type Store = Pick<Database, 'prisma'>

const notErased = { state: { not: 'erased' } }

export function createCardsRead(db: Store): CardsRead {
  const { prisma } = db
  return {
    async find(merchantId, id) {
      const row = await prisma.card.findFirst({ where: { merchantId, id, ...notErased } })
      return row && ((await assemble(db, merchantId, [row]))[0] ?? null)
    },
    async list(merchantId, { after, limit, programId, serial }) {
      const rows = await prisma.card.findMany({
        where: {
          merchantId,
          ...notErased,
          ...(programId !== undefined && { programId }),
          ...(serial !== undefined && { serial }),
          ...(after && { id: { lt: after } }),
        },
        orderBy: { id: 'desc' },
        take: limit,
      })
      return assemble(db, merchantId, rows)
    },
    async ledger(merchantId, cardId, { after, limit }) {
      const at = after && new Date(after.at)
      const rows = await prisma.stampLedger.findMany({
        where: {
          merchantId,
          cardId,
          ...(after && at && { OR: [{ at: { lt: at } }, { at, id: { lt: after.id } }] }),
        },
        orderBy: [{ at: 'desc' }, { id: 'desc' }],
        take: limit,
      })
      return rows.map(asLedgerEntry)
    },
  }
}

export const asLedgerEntry = (row: StampLedger): LedgerEntry => ({ ...row, at: row.at.getTime() })

const shownCoupons = 100

async function assemble(db: Store, merchantId: string, rows: CardRow[]): Promise<CardRecord[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const [goals, coupons, links] = await Promise.all([
    goalsOf(db, merchantId, rows),
    couponsOf(db, merchantId, ids),
    db.prisma.cardLink.findMany({
      where: { merchantId, cardId: { in: ids } },
      orderBy: { createdAt: 'asc' },
    }),
  ])
  const linksByCard = Map.groupBy(links, (each) => each.cardId)
  const couponsByCard = Map.groupBy(coupons, (each) => each.cardId)
  return rows.map((row) => ({
    id: row.id,
    programId: row.programId,
    serial: row.serial,
    tokenVersion: row.tokenVersion,
    state: row.state,
    version: row.version,
    cycle: row.cycle,
    stamps: row.total - row.cycleStart,
    goal: goals.get(`${row.programId}/${row.version}`) ?? 0,
    createdAt: row.createdAt.getTime(),
    lastStampAt: row.lastStampAt?.getTime() ?? null,
    coupons: couponsByCard.get(row.id) ?? [],
    links: (linksByCard.get(row.id) ?? []).map(({ tillId, customerId }) => ({ tillId, customerId })),
  }))
}

async function goalsOf({ prisma }: Store, merchantId: string, rows: CardRow[]): Promise<Map<string, number>> {
  const wanted = new Map(
    rows.map(({ programId, version }) => [`${programId}/${version}`, { programId, version }]),
  )
  const versions = await prisma.programVersion.findMany({
    where: { merchantId, OR: [...wanted.values()] },
  })
  return new Map(
    versions.map((each) => [`${each.programId}/${each.version}`, (each.rules as { goal: number }).goal]),
  )
}

/** Newest first. One card has few coupons; a page of cards shows only what is bounded by its size. */
async function couponsOf(db: Store, merchantId: string, cardIds: string[]) {
  const rows = await db.prisma.coupon.findMany({
    where: { merchantId, cardId: { in: cardIds } },
    orderBy: [{ issuedAt: 'desc' }, { id: 'desc' }],
    take: shownCoupons * cardIds.length,
  })
  const shown = [...Map.groupBy(rows, (row) => row.cardId).values()].flatMap((own) =>
    own.slice(0, shownCoupons),
  )
  return withPlacements(db, merchantId, shown)
}
