import express, { type Request, type RequestHandler, type Response, type Router } from 'express'
import { type ReceiveDeps, receiveDelivery } from '../app/receive-delivery.ts'
import { AppError } from '../app-error.ts'
import type { Provider } from '../ports/till.ts'
import { sendProblem } from './errors.ts'
import { roomForLarge } from './large-bodies.ts'

export type WebhookDeps = ReceiveDeps & {
  /** Told after the commit; a hint for the workers and a count. */
  onAccepted(event: { provider: Provider; merchantId: string; fresh: boolean }): void
  onRefused(event: { provider: Provider; reason: string }): void
}

const maxBody = 2 * 1024 * 1024
/** Of bodies that are large, all that come at once together. */
const maxLargeBodies = 64 * 1024 * 1024

/**
 * `POST /webhooks/shopify | square | till/{id}`: 401 wrong signature, 404 unknown sender, 413 over 2 MB, 503 when the
 * database does not take it, 200 after the durable commit and again for a repeat.
 */
export function webhooksRouter(deps: WebhookDeps): Router {
  const router = express.Router()
  // Signatures are over the bytes as sent: nothing is decompressed or decoded.
  const raw = express.raw({ type: () => true, limit: maxBody, inflate: false })
  router.use(roomForLarge(maxBody, maxLargeBodies))
  router.post('/shopify', raw, receive(deps, 'shopify'))
  router.post('/square', raw, receive(deps, 'square'))
  router.post('/till/:tillId', raw, receive(deps, 'open'))
  return router
}

function receive(deps: WebhookDeps, provider: Provider): RequestHandler {
  return async (request: Request, response: Response) => {
    const { tillId } = request.params
    const received = await receiveDelivery(deps, provider, {
      headers: request.headers,
      body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      tillId: typeof tillId === 'string' ? tillId : undefined,
    })
    if (!received.ok) {
      deps.onRefused({ provider, reason: received.reason })
      sendProblem(response, refusal(received.reason, received.detail))
      return
    }
    deps.onAccepted({ provider, merchantId: received.merchantId, fresh: received.fresh })
    response.statusCode = 200
    response.end()
  }
}

function refusal(reason: 'wrong-signature' | 'unknown-sender', detail: string): AppError {
  return reason === 'wrong-signature'
    ? new AppError({ code: reason, status: 401, userText: `The signature does not hold: ${detail}` })
    : new AppError({ code: reason, status: 404, userText: detail })
}
