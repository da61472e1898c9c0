import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'

/** Browsers and proxies send one request after another; whatever sends more ahead than this only wants our memory. */
const mostWaiting = 32

export type InTurn = {
  handler: RequestListener
  /** An answer on this connection has begun and is not over. */
  isAnswering(socket: Socket): boolean
}

/**
 * Node hands over every request of a piece that it has read, and keeps the answers until their turn comes. So on each
 * connection an answer begins when the one before has left for the network: a client that sends many requests and
 * reads nothing costs one answer. A connection with too many requests in wait is cut.
 */
export function inTurn(handler: RequestListener): InTurn {
  const lines = new WeakMap<Socket, (() => void)[]>()
  return {
    isAnswering: (socket) => lines.has(socket),
    handler(request, response) {
      const { socket } = request
      if (socket.destroyed) return
      const line = lines.get(socket) ?? []
      const begin = () => {
        lines.set(socket, line)
        response.once('close', () => {
          lines.delete(socket)
          // Whoever has hung up gets no further answer.
          if (socket.writable) line.shift()?.()
        })
        handler(request, response)
      }
      if (!lines.has(socket)) begin()
      else if (line.length < mostWaiting) line.push(begin)
      else socket.destroy()
    },
  }
}
