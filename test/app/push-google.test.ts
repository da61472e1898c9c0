import { expect, it } from 'vitest'
import { pushGoogleWith } from '../../src/app/push-google.ts'
import type { CardFace } from '../../src/domain/card-face.ts'
import { againKey } from '../../src/domain/late-calls.ts'
import { ProviderError } from '../../src/ports/provider-error.ts'
import { face } from '../adapters/google-wallet/face.ts'

const { merchantId, cardId } = face()
const row = (key: string, more: { attempts?: number; abandoned?: boolean } = {}) =>
  ({ merchantId, kind: 'push-google', key, version: 1, attempts: 0, ...more }) as const

function stage(options: { card?: CardFace | null; error?: unknown } = {}) {
  const { card = face(), error } = options
  const calls: string[] = []
  const answer = async (call: string) => {
    calls.push(call)
    if (error) throw error
    return { told: 1 }
  }
  const push = pushGoogleWith({
    cards: { face: async () => card },
    wallet: {
      publish: ({ cardId: id }) => answer(`publish ${id}`),
      publishAgain: ({ cardId: id }, again) => answer(`again ${id} ${again}`),
    },
    records: {
      async doubtObject(_, id, { late }) {
        calls.push(`doubt ${id} ${late}`)
      },
    },
  })
  return { calls, push }
}

it('sends the card, and once more where that is owed', async () => {
  const { calls, push } = stage()
  expect(await push(row(cardId))).toEqual({ detail: 'told 1' })
  await push(row(againKey(cardId, 'card-and-class')))
  expect(calls).toEqual([`publish ${cardId}`, `again ${cardId} card-and-class`])
})

it('sends nothing of a card that is gone', async () => {
  const { calls, push } = stage({ card: null })
  expect(await push(row(cardId))).toEqual({ detail: null })
  expect(calls).toEqual([])
})

it('doubts what a process had under way when it died, before it sends', async () => {
  const { calls, push } = stage()
  await push(row(cardId, { abandoned: true, attempts: 1 }))
  expect(calls).toEqual([`doubt ${cardId} true`, `publish ${cardId}`])
})

it('waits a minute and longer after each unanswered repetition; a clear refusal keeps its own pause', async () => {
  const unanswered = new ProviderError('google-wallet', 'no answer', { retryable: true, uncertain: true })
  const waits: unknown[] = []
  for (const attempts of [0, 1, 9]) {
    const { push } = stage({ error: unanswered })
    await push(row(againKey(cardId, 'card'), { attempts })).catch((error) => waits.push(error.retryAfterMs))
  }
  expect(waits).toEqual([60_000, 120_000, 960_000])
  const refused = new ProviderError('google-wallet', 'slow down', { retryable: true, retryAfterMs: 5 })
  await expect(stage({ error: refused }).push(row(againKey(cardId, 'card')))).rejects.toBe(refused)
  await expect(stage({ error: unanswered }).push(row(cardId))).rejects.toBe(unanswered)
})
