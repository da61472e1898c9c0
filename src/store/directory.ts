import type { Clock } from '../ports/clock.ts'
import { digest } from '../secrets/random-id.ts'
import type { Database } from './database.ts'

/** What strangers present, and what it leads to. The table holds SHA-256 digests alone. */
export type DirectoryKind =
  /** Key of the REST API -> row of `api_key` */
  | 'api-key'
  /** Address of a join page -> program */
  | 'slug'
  /** Till id, as in a webhook's address -> till */
  | 'till'
  /** `name.myshopify.com` -> till */
  | 'shopify-shop'
  /** `name.myshopify.com` -> till, where the marketplace itself installed the app */
  | 'shopify-install'
  /** Square's merchant id -> till */
  | 'square-merchant'
  /** Secret part of a web card's address -> card */
  | 'card-token'
  /** Serial in a card's barcode -> card */
  | 'card-serial'
  /** Code of a receipt or delivery insert -> claim */
  | 'claim'
  /** Id of a passkey's credential -> passkey */
  | 'passkey'

export type DirectoryEntry = { merchantId: string; targetId: string }

export type Directory = {
  /** Who and what is meant; null when nobody. Found entries are believed for ten seconds, a card's address never. */
  find(kind: DirectoryKind, text: string): Promise<DirectoryEntry | null>
}

const trustMs = 10_000
const remembered = 20_000

export function createDirectory(db: Pick<Database, 'prisma'>, now: Clock): Directory {
  const known = new Map<string, { entry: DirectoryEntry; until: number }>()
  return {
    async find(kind, text) {
      const key = digest(text)
      const name = `${kind}:${Buffer.from(key).toString('base64')}`
      const fresh = known.get(name)
      // Also when the clock was turned back: an entry is never believed longer than it was meant to be.
      if (fresh && fresh.until > now() && fresh.until <= now() + trustMs) return fresh.entry
      const entry = await db.prisma.directory.findUnique({
        where: { kind_key: { kind, key } },
        select: { merchantId: true, targetId: true },
      })
      if (known.size >= remembered) known.clear()
      // Who cuts a lost phone off means now.
      if (entry && kind !== 'card-token') known.set(name, { entry, until: now() + trustMs })
      else known.delete(name)
      return entry
    },
  }
}

/** The row that makes `text` lead to `targetId`. */
export const directoryRow = (kind: DirectoryKind, text: string, merchantId: string, targetId: string) => ({
  kind,
  key: digest(text),
  merchantId,
  targetId,
})
