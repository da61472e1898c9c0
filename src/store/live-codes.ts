import { timingSafeEqual } from 'node:crypto'
import type pg from 'pg'
import { isLive, liveCodeText, liveStepAt, parseLiveCode } from '../domain/live-code.ts'
import type { LiveCodes } from '../ports/live-codes.ts'
import type { Keyring } from '../secrets/keyring.ts'

type Row = { id: string; serial: string; token_version: number; data_key: Buffer }

/** Live codes under the merchant's own key: nothing of them is stored, and a card's new address ends the old ones. */
export function createLiveCodes(pool: pg.Pool, keyring: Keyring): LiveCodes {
  const find = async (merchantId: string, by: 'id' | 'serial', value: string) => {
    const { rows } = await pool.query<Row>({
      name: `live-code-by-${by}`,
      text: `SELECT c.id, c.serial, c.token_version, m.data_key FROM card c JOIN merchant m ON m.id = c.merchant_id
        WHERE c.merchant_id = $1 AND c.${by} = $2`,
      values: [merchantId, value],
    })
    // The key of a merchant that was erased long ago is gone.
    return rows[0] && rows[0].data_key.length > 0 ? rows[0] : null
  }
  const macOf = (merchantId: string, row: Row, step: number) =>
    keyring.open(merchantId, row.data_key).liveMac(row.id, row.token_version, step)
  return {
    async of(merchantId, cardId, at) {
      const row = await find(merchantId, 'id', cardId)
      if (!row) return null
      const step = liveStepAt(at)
      return liveCodeText({ serial: row.serial, step, mac: macOf(merchantId, row, step) })
    },
    async read(merchantId, text, at) {
      const code = parseLiveCode(text)
      if (!code) return { ok: true, serial: text }
      const row = await find(merchantId, 'serial', code.serial)
      if (!row || !same(macOf(merchantId, row, code.step), code.mac))
        return { ok: false, reason: 'unknown-card' }
      return isLive(code.step, at) ? { ok: true, serial: row.serial } : { ok: false, reason: 'code-expired' }
    },
  }
}

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
