import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'

/** A network in front of a server, and what can happen to it. */
export type TcpProxy = {
  port: number
  /**
   * `open`: all is well. `cut`: connections are reset and new ones refused at once. `hang`: nothing gets through and
   * nothing says so, as when a cable is pulled.
   */
  state(next: 'open' | 'cut' | 'hang'): void
  close(): Promise<void>
}

export async function startTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  let now: 'open' | 'cut' | 'hang' = 'open'
  const keep = (socket: Socket, other: () => Socket | undefined) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      sockets.delete(socket)
      other()?.destroy()
    })
  }
  const server = createServer((client) => {
    let upstream: Socket | undefined
    keep(client, () => upstream)
    if (now === 'cut') return void client.resetAndDestroy()
    if (now === 'hang') return void client.pause()
    upstream = connect(target)
    keep(upstream, () => client)
    client.pipe(upstream)
    upstream.pipe(client)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    state(next) {
      now = next
      for (const socket of sockets) {
        if (next === 'hang') {
          socket.unpipe()
          socket.pause()
          // What hung is gone when the network is back, as after a change of routes.
        } else socket.resetAndDestroy()
      }
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
