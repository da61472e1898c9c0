import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { type InTurn, inTurn } from './in-turn.ts'

export type Listening = {
  port: number
  /** Takes no new connection, lets answers under way finish, then closes what is idle. Idempotent. */
  close(): Promise<void>
}

/** How long an answer under way may take after the server was told to stop. */
const graceMs = 10_000

/** How long a client may take nothing of an answer that waits for it. */
const stalledMs = 30_000

/** @throws Error of one sentence that says what to do when the address cannot be had. */
export async function listen(
  handler: RequestListener,
  host: string,
  port: number,
  limits = { stalledMs },
): Promise<Listening> {
  const answering = new Set<ServerResponse>()
  let closing: Promise<void> | undefined
  const turns = inTurn((request, response) => {
    answering.add(response)
    response.once('close', () => answering.delete(response))
    if (closing) sayLast(response)
    handler(request, response)
  })
  const server = createServer(
    { requestTimeout: 30_000, headersTimeout: 15_000, keepAliveTimeout: 65_000 },
    turns.handler,
  )
  cutStalled(server, turns, limits.stalledMs)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, host, port)))
    server.listen(port, host, resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close() {
      closing ??= closeGently(server, answering)
      return closing
    },
  }
}

/** Node's clock of a connection runs from its last progress. Silence while we have nothing to send is ours, not the client's. */
function cutStalled(server: Server, { isAnswering }: InTurn, afterMs: number): void {
  server.setTimeout(afterMs, (socket) => {
    if (isAnswering(socket) && socket.writableLength === 0) socket.setTimeout(afterMs)
    else socket.destroy()
  })
}

/** Without this a client that keeps sending on its connection would be served until it is cut off in mid-request. */
function sayLast(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close')
}

function closeGently(server: Server, answering: Iterable<ServerResponse>): Promise<void> {
  for (const response of answering) sayLast(response)
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), graceMs)
    // Answers that had begun before may leave their connections open.
    const sweep = setInterval(() => server.closeIdleConnections(), 100)
    server.close(() => {
      clearTimeout(force)
      clearInterval(sweep)
      resolve()
    })
    server.closeIdleConnections()
  })
}

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const where = `${host}:${port}`
  if (error.code === 'EADDRINUSE')
    return new Error(`Port ${port} is in use: stop the program that has it, or set PORT to another one.`, {
      cause: error,
    })
  if (error.code === 'EACCES')
    return new Error(`This user may not listen on ${where}: set PORT to 1024 or above.`, { cause: error })
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new Error(`This machine has no address ${host}: set HOST to one of its own, or to 0.0.0.0.`, {
      cause: error,
    })
  return new Error(`Cannot listen on ${where}: ${error.message}`, { cause: error })
}
