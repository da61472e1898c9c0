import type { Merchant } from '../../prisma/generated/client.ts'
import type { ShopContact } from '../domain/card-face.ts'
import type { Clock } from '../ports/clock.ts'
import type { MerchantRecord, Merchants, SavedLook } from '../ports/merchants.ts'
import { digest } from '../secrets/random-id.ts'
import type { Database } from './database.ts'
import { directoryRow } from './directory.ts'
import { touchingCards } from './hot/touch-cards.ts'

export function createMerchants({ prisma, pool }: Pick<Database, 'prisma' | 'pool'>, now: Clock): Merchants {
  return {
    async add({ look, contact, createdAt, ...merchant }, { id, label, key }) {
      const at = new Date(createdAt)
      await prisma.$transaction([
        prisma.merchant.create({
          data: { ...merchant, look: look ?? {}, contact: contact ?? {}, createdAt: at },
        }),
        prisma.apiKey.create({
          data: { merchantId: merchant.id, id, label, hash: digest(key), createdAt: at },
        }),
        prisma.directory.create({ data: directoryRow('api-key', key, merchant.id, id) }),
      ])
    },
    async find(id) {
      const row = await prisma.merchant.findFirst({ where: { id, erasedAt: null } })
      return row && asRecord(row)
    },
    async learnCurrency(id, currency) {
      await prisma.merchant.updateMany({ where: { id, currency: null, erasedAt: null }, data: { currency } })
    },
    async change(id, { look, contact, ...changes }) {
      const data = {
        ...changes,
        ...(look !== undefined && { look: look ?? {} }),
        ...(contact && { contact }),
      }
      const rows = await touchingCards(
        { pool, now: now() },
        { merchantId: id, programId: null },
        () => prisma.merchant.updateManyAndReturn({ where: { id, erasedAt: null }, data }),
        (changed) => changed.length > 0,
      )
      return rows[0] ? asRecord(rows[0]) : null
    },
  }
}

function asRecord({ erasedAt: _, createdAt, look, contact, ...row }: Merchant): MerchantRecord {
  const saved = look as Partial<SavedLook>
  const { background, foreground, accent, stamp } = saved
  return {
    ...row,
    createdAt: createdAt.getTime(),
    look: background && foreground && accent ? { background, foreground, accent, stamp } : null,
    contact: contact as ShopContact,
  }
}
