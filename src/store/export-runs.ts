import type { ExportRun, ExportRuns } from '../ports/export-runs.ts'
import type { Database } from './database.ts'

export function createExportRuns({ prisma }: Pick<Database, 'prisma'>): ExportRuns {
  return {
    async add(merchantId, { orderedAt, movedAt, ...run }) {
      await prisma.exportRun.create({
        data: { ...run, merchantId, orderedAt: new Date(orderedAt), movedAt: new Date(movedAt) },
      })
    },
    async find(merchantId, id) {
      const row = await prisma.exportRun.findUnique({ where: { merchantId_id: { merchantId, id } } })
      if (!row) return null
      const { merchantId: _, ...run } = row
      const times = { orderedAt: row.orderedAt.getTime(), movedAt: row.movedAt.getTime() }
      return { ...run, ...times } as ExportRun
    },
    async start(merchantId, { id, state, movedAt }, now) {
      const { count } = await prisma.exportRun.updateMany({
        where: { merchantId, id, state, movedAt: new Date(movedAt) },
        data: { state: 'running', written: 0, movedAt: new Date(now) },
      })
      return count === 1
    },
    async note(merchantId, id, { state, written, movedAt }) {
      await prisma.exportRun.updateMany({
        where: { merchantId, id },
        data: { state, written, movedAt: new Date(movedAt) },
      })
    },
  }
}
