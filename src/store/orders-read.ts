import type { TillOrder } from '../../prisma/generated/client.ts'
import type { TraceRow } from '../domain/trace.ts'
import type { OrderSummary, OrdersRead } from '../ports/orders.ts'
import { asLedgerEntry } from './cards-read.ts'
import type { Database } from './database.ts'

export function createOrdersRead(db: Pick<Database, 'prisma'>): OrdersRead {
  const { prisma } = db
  return {
    async find(merchantId, tillId, externalId) {
      const row = await prisma.tillOrder.findUnique({
        where: { merchantId_tillId_externalId: { merchantId, tillId, externalId } },
      })
      if (!row) return null
      const ledger =
        row.cardId === null
          ? []
          : await prisma.stampLedger.findMany({
              where: {
                merchantId,
                cardId: row.cardId,
                OR: [{ tillId, orderId: externalId }, ...(await scanEntries(db, row))],
              },
              orderBy: [{ at: 'asc' }, { id: 'asc' }],
            })
      return { ...asSummary(row), scanId: row.scanId, ledger: ledger.map(asLedgerEntry) }
    },
    async list(merchantId, { after, limit, tillId, cardId, outcome }) {
      const rows = await prisma.tillOrder.findMany({
        where: {
          merchantId,
          ...(tillId !== undefined && { tillId }),
          ...(cardId !== undefined && { cardId }),
          ...(outcome !== undefined && { outcome }),
          ...(after && beyond(after)),
        },
        orderBy: [{ updatedAt: 'desc' }, { tillId: 'desc' }, { externalId: 'desc' }],
        take: limit,
      })
      return rows.map(asSummary)
    },
  }
}

/** What the scan gave that the order has taken over. */
async function scanEntries({ prisma }: Pick<Database, 'prisma'>, { merchantId, scanId }: TillOrder) {
  if (scanId === null) return []
  const scan = await prisma.scan.findUnique({ where: { merchantId_id: { merchantId, id: scanId } } })
  return scan ? [{ effectKey: `scan/${scan.clientId}` }] : []
}

function beyond(after: { updatedAt: number; tillId: string; externalId: string }) {
  const updatedAt = new Date(after.updatedAt)
  const { tillId, externalId } = after
  return {
    // The first condition lets the index begin at the right place.
    updatedAt: { lte: updatedAt },
    OR: [
      { updatedAt: { lt: updatedAt } },
      { updatedAt, tillId: { lt: tillId } },
      { updatedAt, tillId, externalId: { lt: externalId } },
    ],
  }
}

const asSummary = (row: TillOrder): OrderSummary => ({
  tillId: row.tillId,
  externalId: row.externalId,
  number: row.number,
  placedAt: row.placedAt?.getTime() ?? null,
  updatedAt: row.updatedAt.getTime(),
  total:
    row.total === null || row.currency === null
      ? null
      : { amount: Number(row.total), currency: row.currency },
  outcome: row.outcome,
  given: row.given,
  cardId: row.cardId,
  evidence: row.evidence,
  trace: row.trace as unknown as TraceRow[],
})
