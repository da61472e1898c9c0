import { type ClientHttp2Session, connect, type SecureClientSessionOptions } from 'node:http2'

export type ApnsAddress = {
  /** `https://api.push.apple.com`, or a double; `http://` is HTTP/2 in the clear. */
  url: string
  /** The pass's own certificate and key, PEM; asked for whenever a connection is opened. */
  tls(): { cert: string; key: string }
  /** PEM of the authority to trust instead of the public ones. */
  ca?: string | undefined
}

/** One HTTP/2 session at a time: opened when first needed, kept, and replaced once it is retired. */
export type ApnsConnection = {
  current(): ClientHttp2Session
  /** No more requests over this session; those under way may end. */
  retire(session: ClientHttp2Session): void
  /** The next request goes over a new session. */
  renew(): void
  /** Resolves when the requests under way have ended. */
  close(): Promise<void>
}

export function keptConnection(address: ApnsAddress): ApnsConnection {
  let kept: ClientHttp2Session | undefined

  function retire(session: ClientHttp2Session): void {
    if (kept === session) kept = undefined
    if (!session.closed && !session.destroyed) session.close()
  }

  function open(): ClientHttp2Session {
    const options: SecureClientSessionOptions = {
      ...address.tls(),
      ...(address.ca ? { ca: address.ca } : {}),
    }
    const session = connect(address.url, options)
    // APNs says when it shuts a connection down; requests it did not look at are refused one by one.
    for (const event of ['goaway', 'error', 'close']) session.on(event, () => retire(session))
    return session
  }

  return {
    current: () => (kept ??= open()),
    retire,
    renew() {
      if (kept) retire(kept)
    },
    async close() {
      const session = kept
      kept = undefined
      if (!session || session.destroyed) return
      const { promise, resolve } = Promise.withResolvers<void>()
      session.once('close', resolve)
      if (!session.closed) session.close()
      await promise
    },
  }
}
