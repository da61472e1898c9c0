import { expect, it } from 'vitest'
import { parseMessage } from '../../adapters/open-till/parse.ts'
import { parseShopify } from '../../adapters/shopify/parse.ts'
import { parseWebhook } from '../../adapters/square/webhook.ts'
import { tellNote } from '../../src/messages/delivery-words.ts'
import { type Language, languages } from '../../src/messages/messages.ts'
import type { ParseResult } from '../../src/ports/till.ts'

const all = Object.keys(languages) as Language[]
const told = (state: string, note: string) => tellNote({ language: 'de' }, { state, note })
const delivery = (topic: string, body: unknown) => ({
  topic,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  deliveryId: 'd',
  receivedAt: 0,
})

function noteOf(result: ParseResult): string {
  if (!result.ok) return result.problem
  const ignored = result.events.find((event) => event.kind === 'ignored')
  return ignored && 'why' in ignored ? ignored.why : ''
}

it('tells in the reader’s language what the tills’ readers write, without their own words', () => {
  const payment = { type: 'payment.updated', data: { object: { payment: { id: 'p', status: 'APPROVED' } } } }
  const square = { merchant_id: 'm', event_id: 'e', created_at: '2026-07-01T00:00:00Z' }
  const cases: [ParseResult, string][] = [
    [parseShopify(delivery('themes/publish', {})), 'Meldungen dieser Art werden hier nicht gebraucht.'],
    [parseShopify(delivery('orders/paid', '{')), 'Es ist kein JSON und daher nicht lesbar.'],
    [parseMessage(delivery('', '{')), 'Es ist kein JSON und daher nicht lesbar.'],
    [
      parseWebhook(delivery('', { ...square, ...payment }).body),
      'Es war noch nicht abgeschlossen und blieb daher ohne Wirkung.',
    ],
  ]
  for (const [result, words] of cases)
    expect(told(result.ok ? 'done' : 'unreadable', noteOf(result))).toEqual({ words, quote: null })
})

it('says by the state what else there is, and quotes the note, which names the field', () => {
  const note = 'data.total: expected number'
  expect(told('unreadable', note)).toEqual({ words: 'Ein Teil davon ist nicht wie erwartet.', quote: note })
  expect(told('done', note)).toEqual({ words: '', quote: note })
  for (const state of ['unreadable', 'failed', 'pending'])
    expect(new Set(all.map((language) => tellNote({ language }, { state, note }).words)).size).toBe(
      all.length,
    )
})
