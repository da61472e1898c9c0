import type { DeliveriesRead } from '../ports/orders.ts'
import type { Database } from './database.ts'

const columns = {
  id: true,
  tillId: true,
  provider: true,
  topic: true,
  deliveryId: true,
  state: true,
  attempts: true,
  note: true,
  orderId: true,
  receivedAt: true,
  processedAt: true,
} as const

export function createDeliveriesRead({ prisma }: Pick<Database, 'prisma'>): DeliveriesRead {
  return {
    async list(merchantId, { after, limit, state, tillId }) {
      const at = after && new Date(after.at)
      const rows = await prisma.delivery.findMany({
        select: columns,
        where: {
          merchantId,
          ...(state !== undefined && { state }),
          ...(tillId !== undefined && { tillId }),
          ...(after &&
            at && {
              receivedAt: { lte: at },
              OR: [{ receivedAt: { lt: at } }, { receivedAt: at, id: { lt: after.id } }],
            }),
        },
        orderBy: [{ receivedAt: 'desc' }, { id: 'desc' }],
        take: limit,
      })
      return rows.map((row) => ({
        ...row,
        receivedAt: row.receivedAt.getTime(),
        processedAt: row.processedAt?.getTime() ?? null,
      }))
    },
  }
}
