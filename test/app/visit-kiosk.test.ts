import { expect, it } from 'vitest'
import type { ScanInput, ScanResult } from '../../src/app/stamp-by-scan.ts'
import { visitKioskWith } from '../../src/app/visit-kiosk.ts'
import { visitMs } from '../../src/domain/visit-code.ts'
import type { CardStore, CardTransaction } from '../../src/ports/store.ts'

const device = {
  merchantId: 'm',
  id: 'door',
  kind: 'kiosk' as const,
  name: 'Door',
  tillId: 'till',
  locationId: 'harbour',
  programId: null,
  personId: null,
  createdAt: 0,
  pairedAt: 0,
  seenAt: null,
  revokedAt: null,
}

/** Names of the visits that a card makes at these times; one name is one effect. */
async function visitsAt(...times: number[]): Promise<ScanInput[]> {
  const made = new Map<string, number>()
  const asked: ScanInput[] = []
  let now = 0
  const scans = {
    ofClient: async (_merchant: string, clientId: string) =>
      made.has(clientId) ? { createdAt: made.get(clientId) } : null,
  }
  const tx = { scans } as unknown as CardTransaction
  const transact: CardStore['transact'] = (act) => act(tx)
  const visit = visitKioskWith({
    store: { transact },
    clock: () => now,
    async stampByScan(input): Promise<ScanResult> {
      asked.push(input)
      if (!made.has(input.clientId)) made.set(input.clientId, now)
      return { ok: false, reason: 'unknown-card' }
    },
  })
  for (now of times) await visit(device, 'card')
  return asked
}

const start = 1_000 * visitMs

it('is one visit within five minutes, also over the edge between two stretches, and a new one after them', async () => {
  const late = start + visitMs - 1000
  const [first, again, edge, next] = await visitsAt(late, late + 500, late + visitMs - 1, late + visitMs)
  expect(again?.clientId).toBe(first?.clientId)
  expect(edge?.clientId).toBe(first?.clientId)
  expect(next?.clientId).not.toBe(first?.clientId)
})

it('says which kiosk it was, beside which till', async () => {
  const [scan] = await visitsAt(start)
  expect(scan).toMatchObject({
    channel: 'kiosk',
    tillId: 'till',
    locationId: 'harbour',
    counter: 'device:door',
    card: { cardId: 'card' },
  })
})
