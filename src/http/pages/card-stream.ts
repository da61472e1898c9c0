import type { Request, Response } from 'express'
import { ipKeyGenerator } from 'express-rate-limit'
import type { CardFeed } from '../card-feed.ts'

const heartbeatMs = 25_000

/** Server-sent events: one `revision` when the page connects, so that nothing is missed, and one for each change. */
export function streamRevisions(
  feed: CardFeed,
  card: { merchantId: string; cardId: string },
  request: Request,
  response: Response,
): void {
  // Gone while its card was looked for: nothing would ever end its watch.
  if (response.closed) return
  const stop = feed.watch(
    card,
    // Of an IPv6 address the network: one visitor has many in it.
    ipKeyGenerator(request.ip ?? ''),
    (revision) => send(response, `event: revision\ndata: ${revision}\n\n`),
    () => response.end(),
  )
  if (!stop) {
    // Full, or too many from this address, or going down: the page asks by itself now and then instead.
    response.status(503).set('Retry-After', '30').end()
    return
  }
  response.set({
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'private, no-store',
    // nginx would hold events back otherwise.
    'X-Accel-Buffering': 'no',
  })
  response.flushHeaders()
  send(response, 'retry: 3000\n\n')
  // Proxies end connections that are silent for a minute.
  const heartbeat = setInterval(() => beat(response), heartbeatMs)
  response.once('close', () => {
    clearInterval(heartbeat)
    stop()
  })
}

/** What was written one beat ago must have been taken by now. */
function beat(response: Response): void {
  if (response.writableLength > 0) response.destroy()
  else send(response, ':\n\n')
}

/** A page that does not read any more is let go, instead of its events piling up. */
function send(response: Response, text: string): void {
  if (response.writableEnded) return
  if (response.writableLength > 16_384) response.destroy()
  else response.write(text)
}
