import type { Till } from '../../prisma/generated/client.ts'
import type { Provider } from '../ports/till.ts'
import type { KnownTill, TillRecord, Tills, TokenTerms } from '../ports/tills.ts'
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
    async connect(till, secrets, terms) {
      try {
        return await connect(db, till, secrets, terms)
      } catch (error) {
        // Two connections of one shop at once: the second now finds the first.
        if (isUniqueViolation(error)) return connect(db, till, secrets, terms)
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
    async end(merchantId, id, now) {
      const { count } = await prisma.till.updateMany({
        where: { merchantId, id, state: 'active' },
        data: { ...columnsOf(noTerms), state: 'revoked', secrets: new Uint8Array(), endedAt: new Date(now) },
      })
      return count === 1
    },
  }
}

async function connect(
  { prisma }: Store,
  till: TillRecord,
  secrets: Secrets,
  terms: TokenTerms = noTerms,
): ReturnType<Tills['connect']> {
  const { merchantId, id, externalId } = till
  const shopKind = shopKinds[till.provider]
  return prisma.$transaction(async (tx) => {
    if (shopKind && externalId !== null) {
      const key = { kind_key: { kind: shopKind, key: digest(externalId) } }
      const holder = await tx.directory.findUnique({ where: key })
      if (holder?.merchantId === merchantId) {
        const row = await tx.till.update({
          where: { merchantId_id: { merchantId, id: holder.targetId } },
          data: {
            secrets,
            state: 'active',
            endedAt: null,
            connectedAt: new Date(till.createdAt),
            ...columnsOf(terms),
          },
        })
        return { ok: true, till: asRecord(row), created: false }
      }
      if (holder) {
        const inUse = await tx.till.count({
          where: { merchantId: holder.merchantId, id: holder.targetId, state: 'active' },
        })
        if (inUse > 0 || (await isInstalledElsewhere(tx, till, merchantId)))
          return { ok: false, reason: 'connected-elsewhere' }
        await tx.directory.delete({ where: key })
      }
      await tx.directory.create({ data: directoryRow(shopKind, externalId, merchantId, id) })
    }
    await tx.directory.create({ data: directoryRow('till', id, merchantId, id) })
    const row = await tx.till.create({
      data: { ...till, secrets, createdAt: new Date(till.createdAt), ...columnsOf(terms) },
    })
    return { ok: true, till: asRecord(row), created: true }
  })
}

/**
 * A marketplace said whose shop it is, and has not taken it back: its notices, a redaction above all, are for them even
 * while the app is removed. Whoever has a token for it opens the app there.
 */
async function isInstalledElsewhere(
  tx: Pick<Database['prisma'], 'directory'>,
  { provider, externalId }: TillRecord,
  merchantId: string,
): Promise<boolean> {
  if (provider !== 'shopify' || externalId === null) return false
  const key = { kind_key: { kind: 'shopify-install' as const, key: digest(externalId) } }
  const installed = await tx.directory.findUnique({ where: key })
  return installed !== null && installed.merchantId !== merchantId
}

const noTerms: TokenTerms = { accessExpiresAt: null, refreshExpiresAt: null, scopes: [], renewAt: null }

/** A new token begins anew: whoever was renewing the old one finds nothing to keep it in. */
const columnsOf = ({ accessExpiresAt, refreshExpiresAt, scopes, renewAt }: TokenTerms) => ({
  accessExpiresAt: asDate(accessExpiresAt),
  refreshExpiresAt: asDate(refreshExpiresAt),
  renewAt: asDate(renewAt),
  scopes,
  renewer: null,
  renewerUntil: null,
  renewFailures: 0,
  signInSince: null,
})

const asDate = (time: number | null): Date | null => (time === null ? null : new Date(time))

const asRecord = (row: Till): KnownTill => ({
  merchantId: row.merchantId,
  id: row.id,
  provider: row.provider as Provider,
  name: row.name,
  externalId: row.externalId,
  state: row.state,
  createdAt: row.createdAt.getTime(),
  token: {
    accessExpiresAt: row.accessExpiresAt?.getTime() ?? null,
    refreshExpiresAt: row.refreshExpiresAt?.getTime() ?? null,
    scopes: row.scopes,
    signInSince: row.signInSince?.getTime() ?? null,
  },
})
