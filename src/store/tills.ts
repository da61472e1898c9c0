import type { Till } from '../../prisma/generated/client.ts'
import type { Provider } from '../ports/till.ts'
import type { TillRecord, Tills } from '../ports/tills.ts'
import { digest } from '../secrets/random-id.ts'
import type { Database } from './database.ts'
import { type DirectoryKind, directoryRow } from './directory.ts'
import { isUniqueViolation } from './unique-violation.ts'

type Store = Pick<Database, 'prisma'>
type Secrets = Uint8Array<ArrayBuffer>

const shopKinds: Record<Provider, DirectoryKind | null> = {
  shopify: 'shopify-shop',
  square: 'square-merchant',
  open: null,
}

export function createTills(db: Store): Tills {
  const { prisma } = db
  return {
    async connect(till, secrets) {
      try {
        return await connect(db, till, secrets)
      } catch (error) {
        // Two connections of one shop at once: the second now finds the first.
        if (isUniqueViolation(error)) return connect(db, till, secrets)
        throw error
      }
    },
    async find(merchantId, id) {
      const row = await prisma.till.findUnique({ where: { merchantId_id: { merchantId, id } } })
      return row && asRecord(row)
    },
    async list(merchantId, { after, limit }) {
      const rows = await prisma.till.findMany({
        where: { merchantId, ...(after && { id: { lt: after } }) },
        orderBy: { id: 'desc' },
        take: limit,
      })
      return rows.map(asRecord)
    },
  }
}

async function connect({ prisma }: Store, till: TillRecord, secrets: Secrets): ReturnType<Tills['connect']> {
  const { merchantId, id, externalId } = till
  const shopKind = shopKinds[till.provider]
  return prisma.$transaction(async (tx) => {
    if (shopKind && externalId !== null) {
      const key = { kind_key: { kind: shopKind, key: digest(externalId) } }
      const holder = await tx.directory.findUnique({ where: key })
      if (holder?.merchantId === merchantId) {
        const row = await tx.till.update({
          where: { merchantId_id: { merchantId, id: holder.targetId } },
          data: { secrets, state: 'active', endedAt: null },
        })
        return { ok: true, till: asRecord(row), created: false }
      }
      if (holder) {
        const inUse = await tx.till.count({
          where: { merchantId: holder.merchantId, id: holder.targetId, state: 'active' },
        })
        if (inUse > 0) return { ok: false, reason: 'connected-elsewhere' }
        await tx.directory.delete({ where: key })
      }
      await tx.directory.create({ data: directoryRow(shopKind, externalId, merchantId, id) })
    }
    await tx.directory.create({ data: directoryRow('till', id, merchantId, id) })
    const row = await tx.till.create({ data: { ...till, secrets, createdAt: new Date(till.createdAt) } })
    return { ok: true, till: asRecord(row), created: true }
  })
}

const asRecord = ({ secrets: _, endedAt: __, ...row }: Till): TillRecord => ({
  ...row,
  provider: row.provider as Provider,
  createdAt: row.createdAt.getTime(),
})
