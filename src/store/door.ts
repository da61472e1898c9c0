import type pg from 'pg'
import type { Clock } from '../ports/clock.ts'
import type { Door, DoorTill } from '../ports/door.ts'
import type { Provider } from '../ports/till.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { digest, isUuid } from '../secrets/random-id.ts'
import { goodSecrets } from './webhook-secrets.ts'

const kinds: Record<Provider, string> = { shopify: 'shopify-shop', square: 'square-merchant', open: 'till' }
const trustMs = 10_000
const remembered = 10_000

type Row = { merchant_id: string; id: string; secrets: Buffer; data_key: Buffer }

/** Tills by what their deliveries say of the sender; known ones are remembered for ten seconds. */
export function createDoor(pool: pg.Pool, keyring: Keyring, clock: Clock): Door {
  const known = new Map<string, { till: DoorTill; until: number }>()
  return {
    async till(provider, sender) {
      if (provider === 'open' && !isUuid(sender)) return null
      const name = `${provider}:${sender}`
      const fresh = known.get(name)
      if (fresh && fresh.until > clock()) return fresh.till
      const till = await find(pool, keyring, { provider, sender, now: clock() })
      if (known.size >= remembered) known.clear()
      if (till) known.set(name, { till, until: clock() + trustMs })
      return till
    },
  }
}

async function find(
  pool: pg.Pool,
  keyring: Keyring,
  { provider, sender, now }: { provider: Provider; sender: string; now: number },
): Promise<DoorTill | null> {
  const { rows } = await pool.query<Row>({
    name: 'door-till',
    text: `SELECT t.merchant_id, t.id, t.secrets, m.data_key FROM directory d
      JOIN till t ON t.merchant_id = d.merchant_id AND t.id = d.target_id
      JOIN merchant m ON m.id = t.merchant_id
      WHERE d.kind = $1 AND d.key = $2 AND t.provider = $3`,
    values: [kinds[provider], Buffer.from(digest(sender)), provider],
  })
  const row = rows[0]
  return row
    ? { merchantId: row.merchant_id, tillId: row.id, secrets: secretsOf(keyring, provider, row, now) }
    : null
}

function secretsOf(keyring: Keyring, provider: Provider, row: Row, now: number): string[] {
  if (provider !== 'open' || row.secrets.length === 0) return []
  return goodSecrets(keyring.open(row.merchant_id, row.data_key).unseal(row.secrets), now)
}
