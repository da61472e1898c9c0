import { once } from 'node:events'
import {
  createSecureServer,
  createServer,
  type Http2Server,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2'
import type { AddressInfo } from 'node:net'
import { TLSSocket } from 'node:tls'
import forge from 'node-forge'

export type ReceivedPush = {
  token: string
  topic: string | undefined
  body: string
  /** CN of the client's certificate; over TLS only. */
  client: string | undefined
}

export type ApnsReply = {
  status: number
  reason?: string
  retryAfter?: number
  delayMs?: number
  /** Of a 410: since when the token is dead. */
  timestamp?: number
}

/** A stand-in for api.push.apple.com. */
export type ApnsDouble = {
  url: string
  /** PEM to trust; over TLS only. */
  ca: string | undefined
  pushes: ReceivedPush[]
  /** Connections accepted so far. */
  connections(): number
  /** What is answered from now on; 200 until then. Null closes the connection instead. */
  reply(answer: (token: string) => ApnsReply | null): void
  /** Tells every connected client to go away, as APNs does before it restarts. */
  goAway(): void
  /** Drops every connection without a word. */
  dropAll(): void
  close(): Promise<void>
}

export async function startApns(options: { tls: boolean } = { tls: false }): Promise<ApnsDouble> {
  const certificate = options.tls ? selfSigned() : undefined
  const server = certificate
    ? createSecureServer({ ...certificate, requestCert: true, rejectUnauthorized: false })
    : createServer()
  const sessions = new Set<ServerHttp2Session>()
  const pushes: ReceivedPush[] = []
  let connections = 0
  let answer: (token: string) => ApnsReply | null = () => ({ status: 200 })

  server.on('session', (session: ServerHttp2Session) => {
    connections += 1
    sessions.add(session)
    session.on('close', () => sessions.delete(session))
    // Dropped connections are part of the play.
    session.on('error', () => sessions.delete(session))
  })
  server.on('stream', async (stream: ServerHttp2Stream, headers) => {
    stream.on('error', () => stream.destroy())
    const token = /^\/3\/device\/(.+)$/.exec(headers[':path'] ?? '')?.[1] ?? ''
    let body = ''
    try {
      for await (const chunk of stream) body += chunk
    } catch {
      // Its connection was dropped before it had said all.
      return
    }
    const topic = headers['apns-topic']
    pushes.push({
      token,
      topic: typeof topic === 'string' ? topic : undefined,
      body,
      client: clientName(stream.session),
    })
    const reply = answer(token)
    if (!reply) return void stream.session?.destroy()
    if (reply.delayMs) await new Promise((resolve) => setTimeout(resolve, reply.delayMs))
    if (stream.destroyed) return
    const retryAfter = reply.retryAfter === undefined ? {} : { 'retry-after': String(reply.retryAfter) }
    stream.respond({ ':status': reply.status, ...retryAfter })
    const { reason, timestamp } = reply
    stream.end(reason ? JSON.stringify({ reason, timestamp }) : '')
  })
  server.listen(0, '127.0.0.1')
  await once(server as Http2Server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    ca: certificate?.cert,
    pushes,
    connections: () => connections,
    reply(next) {
      answer = next
    },
    goAway() {
      for (const session of sessions) session.close()
    },
    dropAll() {
      for (const session of sessions) session.destroy()
    },
    async close() {
      for (const session of sessions) session.destroy()
      server.close()
      await once(server as Http2Server, 'close')
    },
  }
}

function clientName(session: ServerHttp2Stream['session']): string | undefined {
  const socket = session?.socket
  if (!(socket instanceof TLSSocket)) return undefined
  const name = socket.getPeerCertificate().subject?.CN
  return Array.isArray(name) ? name[0] : name
}

function selfSigned(): { cert: string; key: string } {
  const { pki, md } = forge
  const keys = pki.rsa.generateKeyPair(2048)
  const certificate = pki.createCertificate()
  certificate.publicKey = keys.publicKey
  certificate.serialNumber = '01'
  certificate.validity.notBefore = new Date(Date.now() - 3_600_000)
  certificate.validity.notAfter = new Date(Date.now() + 3_600_000)
  const name = [{ name: 'commonName', value: 'APNs double' }]
  certificate.setSubject(name)
  certificate.setIssuer(name)
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
  ])
  certificate.sign(keys.privateKey, md.sha256.create())
  return { cert: pki.certificateToPem(certificate), key: pki.privateKeyToPem(keys.privateKey) }
}
