import type { GoogleHolders, GoogleOfferRecord, GoogleRecords } from '../../src/ports/wallet.ts'

type Row = {
  revision: number
  saved: boolean
  event: [number, string] | null
  noticed?: string
  noticedAt: number[]
  messages: string[]
}

export type MemoryGoogleRecords = GoogleRecords &
  GoogleHolders & {
    /** What became of coupons, which the store looks up by itself. */
    couponStates: Map<string, GoogleOfferRecord['state']>
    /** Keys of what the store would owe once more, a minute later. */
    owedAgain: Set<string>
  }

/** The records in memory, for tests of the wallet alone. Held to the same contract as the store's. */
export function memoryGoogleRecords(clock: () => number): MemoryGoogleRecords {
  const classes = new Map<string, string>()
  const offers = new Map<string, Map<string, string>>()
  const couponStates: MemoryGoogleRecords['couponStates'] = new Map()
  const objects = new Map<string, Row>()
  const owedAgain = new Set<string>()
  const key = (merchantId: string, id: string) => `${merchantId}/${id}`
  const recent = (row: Row) => row.noticedAt.filter((at) => at > clock() - 86_400_000)
  return {
    couponStates,
    owedAgain,
    classDigest: async (merchantId, id) => classes.get(key(merchantId, id)) ?? null,
    async recordClass(merchantId, id, digest, seen) {
      const known = classes.get(key(merchantId, id)) ?? null
      if (known !== seen && known !== digest) return false
      classes.set(key(merchantId, id), digest)
      return true
    },
    objectRevision: async (merchantId, cardId) => objects.get(key(merchantId, cardId))?.revision ?? null,
    async recordObject(merchantId, cardId, revision, seen) {
      const row = objects.get(key(merchantId, cardId))
      const before = row?.revision ?? null
      if (row) row.revision = Math.max(row.revision, revision)
      else
        objects.set(key(merchantId, cardId), {
          revision,
          saved: false,
          event: null,
          noticedAt: [],
          messages: [],
        })
      return before === seen
    },
    async doubtObject(merchantId, cardId, { late }) {
      if (late) owedAgain.add(`${cardId}/again/card`)
      const row = objects.get(key(merchantId, cardId))
      if (row) row.revision = Math.min(row.revision, 0) - 1
      const known = offers.get(key(merchantId, cardId)) ?? new Map<string, string>()
      for (const couponId of known.keys()) known.set(couponId, '')
    },
    async doubtClass(merchantId, id, { lateWith }) {
      if (lateWith !== null) owedAgain.add(`${lateWith}/again/card-and-class`)
      const known = classes.get(key(merchantId, id))
      if (known !== undefined) classes.set(key(merchantId, id), `doubted/${known.slice(0, 100)}`)
    },
    async offersOf(merchantId, cardId) {
      const known = [...(offers.get(key(merchantId, cardId)) ?? [])]
      return known
        .map(([couponId, digest]) => ({ couponId, digest, state: couponStates.get(couponId) ?? null }))
        .sort((a, b) => (a.couponId < b.couponId ? -1 : 1))
    },
    async recordOffer(merchantId, cardId, couponId, digest) {
      const known = offers.get(key(merchantId, cardId)) ?? new Map<string, string>()
      offers.set(key(merchantId, cardId), known.set(couponId, digest))
    },
    async notices(merchantId, cardId) {
      const row = objects.get(key(merchantId, cardId))
      if (!row) return { balance: null, messages: [], left: 0 }
      const left = Math.max(0, 3 - recent(row).length)
      return { balance: row.noticed ?? null, messages: [...row.messages], left }
    },
    async recordNotice(merchantId, cardId, told) {
      const row = objects.get(key(merchantId, cardId))
      if (!row) return
      if ('balance' in told) {
        if (row.noticed === told.balance) return
        row.noticed = told.balance
      } else {
        if (row.messages.includes(told.message)) return
        row.messages = [...row.messages, told.message].slice(-20)
      }
      if (!told.aloud) return
      row.noticedAt = [...recent(row), clock()]
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
          objects.set(key(merchantId, cardId), {
            revision: 0,
            saved,
            event: [asOf, nonce],
            noticedAt: [],
            messages: [],
          })
        return saved
      }
      if (row.event && (row.event[0] > asOf || (row.event[0] === asOf && row.event[1] >= nonce))) return false
      Object.assign(row, { saved, event: [asOf, nonce] })
      return true
    },
  }
}
