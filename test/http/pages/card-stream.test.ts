import { EventEmitter, once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type Request, type Response } from 'express'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createCardFeed } from '../../../src/http/card-feed.ts'
import { streamRevisions } from '../../../src/http/pages/card-stream.ts'
import { eventually } from '../../support/eventually.ts'

const revisions = async () => new Map<string, number>()
const silent = () => undefined

describe('live cards of one address', () => {
  const feed = createCardFeed({ revisions, onError: silent, mostPerAddress: 2 })
  let server: Server
  let looksUp = (_response: Response): unknown => undefined
  beforeAll(async () => {
    const app = express().set('trust proxy', 'loopback')
    app.get('/:card', async (request, response) => {
      await looksUp(response)
      streamRevisions(feed, { merchantId: 'm', cardId: request.params.card }, request, response)
    })
    server = app.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterAll(() => {
    feed.close()
    server.close()
  })

  let card = 0
  const open = async (address: string) => {
    const leave = new AbortController()
    card += 1
    const { port } = server.address() as AddressInfo
    const headers = { 'X-Forwarded-For': address }
    const answer = await fetch(`http://127.0.0.1:${port}/${card}`, { headers, signal: leave.signal })
    return {
      status: answer.status,
      retryAfter: answer.headers.get('retry-after'),
      leave: () => leave.abort(),
    }
  }

  it('are only so many; each that ends makes room', async () => {
    const [first, second] = [await open('192.0.2.1'), await open('192.0.2.1')]
    expect([first.status, second.status]).toEqual([200, 200])
    expect(await open('192.0.2.1')).toMatchObject({ status: 503, retryAfter: '30' })
    expect((await open('192.0.2.2')).status).toBe(200)
    first.leave()
    await eventually(async () => expect((await open('192.0.2.1')).status).toBe(200))
    expect((await open('192.0.2.1')).status).toBe(503)
  })

  it('are counted by network for IPv6, where one visitor has many addresses', async () => {
    for (const address of ['2001:db8:1::1', '2001:db8:1::2']) expect((await open(address)).status).toBe(200)
    expect((await open('2001:db8:1::3')).status).toBe(503)
    expect((await open('2001:db8:2::3')).status).toBe(200)
  })

  it('hold no room for somebody who left while the card was looked for', async () => {
    let [asked, found] = [0, 0]
    looksUp = async (response) => {
      asked += 1
      await once(response, 'close')
      found += 1
    }
    const watch = vi.spyOn(feed, 'watch')
    const leave = new AbortController()
    const { port } = server.address() as AddressInfo
    fetch(`http://127.0.0.1:${port}/left`, { signal: leave.signal }).catch(silent)
    await eventually(() => expect(asked).toBe(1))
    leave.abort()
    await eventually(() => expect(found).toBe(1))
    looksUp = silent
    expect((await open('192.0.2.9')).status).toBe(200)
    expect(watch).toHaveBeenCalledTimes(1)
  })
})

describe('a page that does not read', () => {
  afterEach(() => void vi.useRealTimers())

  it('is let go at the next beat, while one that reads goes on', () => {
    vi.useFakeTimers()
    const feed = createCardFeed({ revisions, onError: silent })
    const openPage = (cardId: string) => {
      const page = Object.assign(new EventEmitter(), {
        ...{ closed: false, writableEnded: false, writableLength: 0, written: '', destroyed: false },
        ...{ set: silent, flushHeaders: silent, end: silent },
        write(text: string) {
          page.written += text
        },
        destroy() {
          page.destroyed = true
          page.emit('close')
        },
      })
      const request = { ip: '192.0.2.1' } as Request
      streamRevisions(feed, { merchantId: 'm', cardId }, request, page as unknown as Response)
      return page
    }
    const [deaf, reading] = [openPage('deaf'), openPage('reading')]
    vi.advanceTimersByTime(26_000)
    expect([deaf.destroyed, deaf.written]).toEqual([false, reading.written])
    deaf.writableLength = 3
    vi.advanceTimersByTime(25_000)
    expect([deaf.destroyed, reading.destroyed]).toEqual([true, false])
    expect(reading.written.length).toBeGreaterThan(deaf.written.length)
    feed.close()
  })
})
