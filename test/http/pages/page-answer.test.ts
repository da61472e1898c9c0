import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sendPage } from '../../../src/http/pages/page-answer.ts'
import { html } from '../../../src/pages/html.ts'

const words = 'A stamp for every visit. '.repeat(100)
const app = express()
app.get('/page', (_request, response) => sendPage(response, html`<p>${words}</p>`))
let server: Server

beforeAll(async () => {
  server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => {
  server.close()
})

const ask = async (headers: Record<string, string>) => {
  const { port } = server.address() as AddressInfo
  const answer = await fetch(`http://127.0.0.1:${port}/page`, { headers })
  expect(await answer.text()).toBe(`<!doctype html><p>${words}</p>`)
  const length = Number(answer.headers.get('content-length'))
  return { encoding: answer.headers.get('content-encoding'), length, vary: answer.headers.get('vary') }
}

it('sends pages compressed as the browser likes, and plain to those that cannot', async () => {
  const br = await ask({ 'accept-encoding': 'gzip, deflate, br' })
  expect(br).toMatchObject({ encoding: 'br', vary: expect.stringContaining('Accept-Encoding') })
  expect(br.length).toBeLessThan(words.length / 10)
  expect(await ask({ 'accept-encoding': 'gzip' })).toMatchObject({ encoding: 'gzip' })
  expect(await ask({ 'accept-encoding': 'identity' })).toMatchObject({ encoding: null })
})

it('lets no other website learn from lengths what a page says of somebody', async () => {
  const known = { 'accept-encoding': 'br', cookie: 'card-1=secret' }
  expect(await ask({ ...known, 'sec-fetch-site': 'cross-site' })).toMatchObject({ encoding: null })
  expect(await ask({ ...known, 'sec-fetch-site': 'same-site' })).toMatchObject({ encoding: null })
  expect(await ask(known)).toMatchObject({ encoding: null })
  expect(await ask({ ...known, 'sec-fetch-site': 'none' })).toMatchObject({ encoding: 'br' })
  expect(await ask({ ...known, 'sec-fetch-site': 'same-origin' })).toMatchObject({ encoding: 'br' })
})
