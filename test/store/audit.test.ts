import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { chainStart } from '../../src/domain/audit-chain.ts'
import type { AuditLog } from '../../src/ports/audit.ts'
import { createAuditLog } from '../../src/store/audit.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'

await describeSettings(
  'the audit log',
  (name) => {
    let setting: Setting
    let audit: AuditLog
    const merchantId = randomUUID()
    const append = (n: number) =>
      audit.append({ merchantId, at: n, actor: 'owner', action: 'a', subject: `/${n}`, detail: { n } })

    beforeAll(async () => {
      setting = await openSetting(name)
      audit = createAuditLog(setting.database.pool)
    }, 180_000)
    afterAll(() => setting.close())

    it('keeps one unbroken chain however many write at once, and lists it newest first', async () => {
      await Promise.all(Array.from({ length: 30 }, (_, n) => append(n)))
      const page = await audit.list(merchantId, { before: null, limit: 20 })
      expect(page.map((entry) => entry.sequence)).toEqual(Array.from({ length: 20 }, (_, n) => 30 - n))
      const rest = await audit.list(merchantId, { before: page.at(-1)?.sequence ?? 0, limit: 20 })
      expect(rest.at(-1)).toMatchObject({ sequence: 1, previousHash: chainStart })
      expect(await audit.verify(merchantId)).toEqual({ ok: true, entries: 30, head: page[0]?.hash })
      expect(await audit.verify(randomUUID())).toMatchObject({ ok: true, entries: 0 })
    })

    it('finds what was changed in the table itself', async () => {
      await setting.database.pool.query(
        `UPDATE audit_entry SET actor = 'nobody' WHERE merchant_id = $1 AND sequence = 7`,
        [merchantId],
      )
      expect(await audit.verify(merchantId)).toEqual({
        ok: false,
        entries: 6,
        sequence: 7,
        problem: 'changed',
      })
    })
  },
  ['embedded', 'postgres'],
)
