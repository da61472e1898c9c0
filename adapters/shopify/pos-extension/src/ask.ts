import { isRecord, readCard, type ShownCard } from './shown-card.ts'

export type Unanswered =
  /** The app cannot be reached. */
  | 'offline'
  /** Nobody's card or coupon. */
  | 'unknown'
  /** A picture of a web card's changing code. */
  | 'code-expired'
  /** Many cards share this code. */
  | 'card-needed'
  /** The app is not connected to this shop, or the cashier may not use it. */
  | 'not-connected'

export type CardAnswer = { ok: true; card: ShownCard } | { ok: false; reason: Unanswered }
export type OrderAnswer =
  | { ok: true; outcome: string; given: number; matched: boolean }
  | { ok: false; reason: Unanswered }

/** The POS adds the ID token of its shop to calls of the app's own address. */
export type Fetch = (path: string, init: { signal: AbortSignal }) => Promise<Response>

const patienceMs = 8000

export const askForCard = (fetch: Fetch, text: string): Promise<CardAnswer> =>
  askCard(fetch, `cards/${encodeURIComponent(text.trim().slice(0, 500))}`)

export const askForCustomer = (fetch: Fetch, customerId: number): Promise<CardAnswer> =>
  askCard(fetch, `customers/${customerId}`)

/** What a sale came to; `unknown` as long as the app has not heard of it. */
export async function askForOrder(fetch: Fetch, orderId: number): Promise<OrderAnswer> {
  const answer = await ask(fetch, `orders/${orderId}`)
  if (!answer.ok) return answer
  const { outcome, given, matched } = answer.body
  if (typeof outcome !== 'string' || typeof given !== 'number') return { ok: false, reason: 'offline' }
  return { ok: true, outcome, given, matched: matched === true }
}

async function askCard(fetch: Fetch, path: string): Promise<CardAnswer> {
  const answer = await ask(fetch, path)
  if (!answer.ok) return answer
  const card = readCard(answer.body)
  return card ? { ok: true, card } : { ok: false, reason: 'offline' }
}

type Body = Record<string, unknown>

async function ask(
  fetch: Fetch,
  path: string,
): Promise<{ ok: true; body: Body } | { ok: false; reason: Unanswered }> {
  try {
    const response = await fetch(`/shopify/pos/${path}`, { signal: AbortSignal.timeout(patienceMs) })
    const body: unknown = await response.json()
    if (!isRecord(body)) return { ok: false, reason: 'offline' }
    return response.ok ? { ok: true, body } : { ok: false, reason: reasonOf(response.status, body) }
  } catch {
    // No network, too slow, or a proxy's page in place of an answer: all the same to a cashier.
    return { ok: false, reason: 'offline' }
  }
}

function reasonOf(status: number, { reason }: Body): Unanswered {
  if (status === 401 || status === 409) return 'not-connected'
  if (status !== 404) return 'offline'
  return reason === 'code-expired' || reason === 'card-needed' ? reason : 'unknown'
}
