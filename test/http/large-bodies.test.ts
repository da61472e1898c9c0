import { once } from 'node:events'
import type { Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { problemHandler } from '../../src/http/errors.ts'
import { roomForLarge } from '../../src/http/large-bodies.ts'
import { eventually } from '../support/eventually.ts'

let server: Server
let port: number
const reading = new Set<unknown>()

beforeAll(async () => {
  const app = express()
  app.use((_request, response, next) => {
    reading.add(response)
    response.once('close', () => reading.delete(response))
    next()
  })
  app.post(
    '/',
    roomForLarge(200_000, 400_000),
    express.raw({ type: () => true, limit: 200_000 }),
    (_, response) => {
      response.end()
    },
  )
  app.use(problemHandler(() => undefined))
  server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const send = (body: string | ReadableStream) =>
  fetch(`http://127.0.0.1:${port}`, { method: 'POST', body, ...{ duplex: 'half' } })
const pieces = (bytes: number) =>
  new ReadableStream({
    start(piece) {
      piece.enqueue(new Uint8Array(bytes))
      piece.close()
    },
  })

/** All but the end of a body. */
async function hold(header: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  const before = reading.size
  socket.write(`POST / HTTP/1.1\r\nHost: x\r\n${header}\r\n\r\n1\r\n`)
  await eventually(() => expect(reading.size).toBe(before + 1))
  return socket
}

it('reads so many large bodies at once and no more, and always small ones', async () => {
  const large = 'x'.repeat(190_000)
  const held = [await hold('Content-Length: 190000'), await hold('Transfer-Encoding: chunked')]
  const refused = await send(large)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
  expect(await refused.json()).toMatchObject({ detail: expect.stringContaining('Send it again') })
  expect((await send(pieces(10))).status).toBe(503)
  expect((await send('x'.repeat(6000))).status).toBe(200)
  for (const socket of held) socket.destroy()
  await eventually(() => expect(reading.size).toBe(0))
  expect((await Promise.all([send(large), send(pieces(190_000))])).map(({ status }) => status)).toEqual([
    200, 200,
  ])
  expect((await send(large)).status).toBe(200)
})

it('leaves to the parser what is too large at all', async () => {
  expect((await send('x'.repeat(500_000))).status).toBe(413)
})
