import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../ports/clock.ts'
import type { Locations } from '../ports/locations.ts'
import type { Database } from './database.ts'
import { touchingCards } from './hot/touch-cards.ts'

export function createLocations(
  { prisma, pool }: Pick<Database, 'prisma' | 'pool'>,
  now: Clock = Date.now,
): Locations {
  return {
    async put(merchantId, { tillId, externalId, name, timeZone, latitude = null, longitude = null }) {
      const tills = await prisma.till.count({ where: { merchantId, id: tillId } })
      if (tills === 0) return false
      const where = { merchantId, tillId, externalId, latitude: { not: null } }
      const select = { name: true, latitude: true, longitude: true }
      const before = await prisma.location.findFirst({ where, select })
      const save = () =>
        prisma.location.upsert({
          where: { merchantId_tillId_externalId: { merchantId, tillId, externalId } },
          create: { merchantId, tillId, externalId, name, timeZone, latitude, longitude },
          update: { name, timeZone, latitude, longitude },
        })
      const after = latitude === null ? null : { name, latitude, longitude }
      if (isDeepStrictEqual(before, after)) await save()
      else await touchingCards({ pool, now: now() }, { merchantId, programId: null }, save, () => true)
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
