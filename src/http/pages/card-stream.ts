import type { Request, Response } from 'express'
import type { CardFeed } from '../card-feed.ts'

const heartbeatMs = 25_000

/** Server-sent events: one `revision` when the page connects, so that nothing is missed, and one for each change. */
export function streamRevisions(
  feed: CardFeed,
  card: { merchantId: string; cardId: string },
  request: Request,
  response: Response,
): void {
  const end = () => response.end()
  const stop = feed.watch(card, (revision) => send(response, `event: revision\ndata: ${revision}\n\n`), end)
  if (!stop) {
    // Full, or going down: the page asks by itself now and then instead.
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
  const heartbeat = setInterval(() => send(response, ':\n\n'), heartbeatMs)
  request.on('close', () => {
    clearInterval(heartbeat)
    stop()
  })
}

/** A page that does not read any more is let go, instead of its events piling up. */
function send(response: Response, text: string): void {
  if (response.writableEnded) return
  if (response.writableLength > 16_384) response.destroy()
  else response.write(text)
}
