import type { RequestListener } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { type Listening, listen } from '../../src/http/listen.ts'
import { eventually } from '../support/eventually.ts'

const open: { servers: Listening[]; sockets: Socket[] } = { servers: [], sockets: [] }

afterEach(async () => {
  for (const socket of open.sockets.splice(0)) socket.destroy()
  for (const server of open.servers.splice(0)) await server.close()
})

const serve = async (handler: RequestListener, stalledMs = 30_000) => {
  const server = await listen(handler, '127.0.0.1', 0, { stalledMs })
  open.servers.push(server)
  return server.port
}

const call = (port: number) => {
  const socket = connect(port, '127.0.0.1')
  open.sockets.push(socket)
  // Being cut off is what these clients are there for.
  socket.on('error', () => undefined)
  return socket
}

const requests = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => `GET /${from + index} HTTP/1.1\r\nHost: shop\r\n\r\n`).join('')

const heard = (socket: Socket) => {
  let text = ''
  socket.setEncoding('latin1').on('data', (piece) => {
    text += piece
  })
  return () => text
}

describe('a client that sends its requests ahead', () => {
  it('has one answer made at a time, and gets all in order', async () => {
    let [now, most] = [0, 0]
    const port = await serve(async (request, response) => {
      now += 1
      most = Math.max(most, now)
      response.once('finish', () => {
        now -= 1
      })
      await pause(5)
      response.end(`<${request.url}>`)
    })
    const socket = call(port)
    const text = heard(socket)
    socket.write(requests(0, 20))
    await eventually(() => expect(text()).toContain('</19>'))
    expect([...text().matchAll(/<\/(\d+)>/g)].map(([, number]) => Number(number))).toEqual([
      ...Array(20).keys(),
    ])
    socket.write(requests(20, 1))
    await eventually(() => expect(text()).toContain('</20>'))
    expect(most).toBe(1)
  })

  it('is cut off when too many wait, and nothing is made for those', async () => {
    const begun: (string | undefined)[] = []
    const port = await serve((request) => begun.push(request.url))
    const [greedy, other] = [call(port), call(port)]
    heard(greedy)
    greedy.write(requests(0, 50))
    await eventually(() => expect(greedy.closed).toBe(true))
    other.write(requests(100, 1))
    await eventually(() => expect(begun).toEqual(['/0', '/100']))
    expect(other.closed).toBe(false)
  })

  it('has nothing more made when it has hung up', async () => {
    const begun: (string | undefined)[] = []
    let over = false
    const port = await serve((request, response) => {
      begun.push(request.url)
      response.once('close', () => {
        over = true
      })
    })
    const socket = call(port)
    socket.write(requests(0, 10))
    await eventually(() => expect(begun).toEqual(['/0']))
    socket.destroy()
    await eventually(() => expect(over).toBe(true))
    await pause(20)
    expect(begun).toEqual(['/0'])
  })
})

describe('a client that does not read', () => {
  const piece = Buffer.alloc(1024 * 1024)

  it('is let go when it takes nothing for a while', async () => {
    let over = false
    const port = await serve((_, response) => {
      response.once('close', () => {
        over = true
      })
      // More than any kernel keeps for a connection.
      for (let megabytes = 0; megabytes < 32; megabytes += 1) response.write(piece)
      response.end()
    }, 200)
    const socket = call(port)
    socket.pause()
    socket.write(requests(0, 1))
    await eventually(() => expect(over).toBe(true))
    const text = heard(socket)
    socket.resume()
    await eventually(() => expect(socket.closed).toBe(true))
    expect(text().length).toBeLessThan(32 * piece.length)
  })

  it('is not taken for one that waits for a slow answer, or for the next event', async () => {
    const port = await serve(async (request, response) => {
      await pause(900)
      if (request.url === '/0') response.end('<slow>')
      else response.write('<first event>')
      await pause(900)
      response.end('<second event>')
    }, 200)
    const [slow, events] = [call(port), call(port)]
    const [answer, stream] = [heard(slow), heard(events)]
    slow.write(requests(0, 1))
    events.write(requests(1, 1))
    await eventually(() => expect(answer()).toContain('<slow>'))
    await eventually(() => expect(stream()).toContain('<second event>'))
    expect(stream()).toContain('<first event>')
  })
})
