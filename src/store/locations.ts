import type { Locations } from '../ports/locations.ts'
import type { Database } from './database.ts'

export function createLocations({ prisma }: Pick<Database, 'prisma'>): Locations {
  return {
    async put(merchantId, { tillId, externalId, name, timeZone }) {
      const tills = await prisma.till.count({ where: { merchantId, id: tillId } })
      if (tills === 0) return false
      await prisma.location.upsert({
        where: { merchantId_tillId_externalId: { merchantId, tillId, externalId } },
        create: { merchantId, tillId, externalId, name, timeZone },
        update: { name, timeZone },
      })
      return true
    },
    async list(merchantId, tillId, { after, limit }) {
      const rows = await prisma.location.findMany({
        where: { merchantId, tillId, ...(after !== null && { externalId: { gt: after } }) },
        orderBy: { externalId: 'asc' },
        take: limit,
      })
      return rows.map(({ merchantId: _, ...location }) => location)
    },
    async names(merchantId, externalIds) {
      if (externalIds.length === 0) return new Map()
      const rows = await prisma.location.findMany({
        where: { merchantId, externalId: { in: externalIds } },
      })
      return new Map(rows.flatMap((row) => (row.name === null ? [] : [[row.externalId, row.name] as const])))
    },
  }
}
