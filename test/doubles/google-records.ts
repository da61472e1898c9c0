import type { GoogleHolders, GoogleRecords } from '../../src/ports/wallet.ts'

type Row = {
  revision: number
  saved: boolean
  event: [number, string] | null
  noticed?: string
  noticedAt: number[]
}

/** The records in memory, for tests of the wallet alone. Held to the same contract as the store's. */
export function memoryGoogleRecords(clock: () => number): GoogleRecords & GoogleHolders {
  const classes = new Map<string, number>()
  const objects = new Map<string, Row>()
  const key = (merchantId: string, id: string) => `${merchantId}/${id}`
  const recent = (row: Row) => row.noticedAt.filter((at) => at > clock() - 86_400_000)
  return {
    classVersion: async (merchantId, programId) => classes.get(key(merchantId, programId)) ?? null,
    async recordClass(merchantId, programId, version) {
      const known = classes.get(key(merchantId, programId)) ?? 0
      classes.set(key(merchantId, programId), Math.max(known, version))
    },
    objectRevision: async (merchantId, cardId) => objects.get(key(merchantId, cardId))?.revision ?? null,
    async recordObject(merchantId, cardId, revision, seen) {
      const row = objects.get(key(merchantId, cardId))
      const before = row?.revision ?? null
      if (row) row.revision = Math.max(row.revision, revision)
      else objects.set(key(merchantId, cardId), { revision, saved: false, event: null, noticedAt: [] })
      return before === seen
    },
    async mayNotify(merchantId, cardId, balance) {
      const row = objects.get(key(merchantId, cardId))
      return row !== undefined && row.noticed !== balance && recent(row).length < 3
    },
    async recordNotice(merchantId, cardId, balance) {
      const row = objects.get(key(merchantId, cardId))
      if (!row || row.noticed === balance) return
      row.noticedAt = [...recent(row), clock()]
      row.noticed = balance
    },
    async releaseObject(merchantId, cardId) {
      const row = objects.get(key(merchantId, cardId))
      if (row && !row.saved && row.event) objects.delete(key(merchantId, cardId))
    },
    async noteSaveEvent({ merchantId, cardId, kind, asOf, nonce }) {
      const row = objects.get(key(merchantId, cardId))
      const saved = kind === 'save'
      if (!row) {
        if (saved)
          objects.set(key(merchantId, cardId), { revision: 0, saved, event: [asOf, nonce], noticedAt: [] })
        return saved
      }
      if (row.event && (row.event[0] > asOf || (row.event[0] === asOf && row.event[1] >= nonce))) return false
      Object.assign(row, { saved, event: [asOf, nonce] })
      return true
    },
  }
}
