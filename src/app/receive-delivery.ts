import type { Clock } from '../ports/clock.ts'
import type { Door } from '../ports/door.ts'
import { type Inbox, nobody } from '../ports/store.ts'
import type { IntakeRequest, Provider, TillReader } from '../ports/till.ts'

export type ReceiveDeps = {
  readers: Record<Provider, TillReader>
  /** Secrets that sign for the whole app; an empty list refuses everything. */
  appSecrets: Record<Provider, readonly string[]>
  door: Door
  inbox: Inbox
  clock: Clock
}

export type Received =
  | { ok: true; fresh: boolean; merchantId: string; tillId: string }
  | { ok: false; reason: 'wrong-signature' | 'unknown-sender'; detail: string }

/** A secret that nobody has: verifying against it takes the same time as against a real one. */
const noSecret = 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='

/**
 * Takes one delivery in: signature over the raw bytes first, then the sender, then the durable commit. Nothing is
 * understood here. Repeats are taken again and change nothing.
 * @throws AppError 503 when the database does not take it: the till must try again.
 */
export async function receiveDelivery(
  deps: ReceiveDeps,
  provider: Provider,
  request: IntakeRequest,
): Promise<Received> {
  const reader = deps.readers[provider]
  const signer = reader.signedBy === 'till' ? await deps.door.till(provider, request.tillId ?? '') : null
  const secrets = reader.signedBy === 'till' ? (signer?.secrets ?? [noSecret]) : deps.appSecrets[provider]
  const now = deps.clock()
  const verified = reader.verify(request, secrets, now)
  if (!verified.ok) return { ok: false, reason: 'wrong-signature', detail: verified.reason }
  const sender = signer ? signer.tillId : reader.sender(request)
  const till = signer ?? (sender === null ? null : await deps.door.till(provider, sender))
  // Square names the sender in the body: one that is rightly signed but garbled is kept under nobody's name.
  const garbled = sender === null && provider === 'square'
  if (!till && !garbled) return { ok: false, reason: 'unknown-sender', detail: 'Nobody connected this till.' }
  const merchantId = till?.merchantId ?? nobody
  const tillId = till?.tillId ?? nobody
  const { fresh } = await deps.inbox.accept({
    merchantId,
    tillId,
    provider,
    topic: verified.topic,
    deliveryId: verified.deliveryId,
    body: request.body,
    receivedAt: now,
  })
  return { ok: true, fresh, merchantId, tillId }
}
