import type { AddressInfo } from 'node:net'
import express from 'express'
import { expect, it } from 'vitest'
import { createEvents } from '../../src/events.ts'
import { healthRouter } from '../../src/http/health.ts'
import { createMetrics } from '../../src/metrics.ts'
import { silent } from '../support/settings.ts'

const fine = { ping: async () => undefined }
const broken = { ping: () => Promise.reject(new Error('gone')) }
const hanging = { ping: () => new Promise<void>(() => undefined) }

async function ask(path: string, parts: Partial<Parameters<typeof healthRouter>[0]> = {}) {
  const app = express().use(healthRouter({ database: fine, queue: fine, metrics: createMetrics(), ...parts }))
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  try {
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)
    return { status: answer.status, body: await answer.text() }
  } finally {
    server.close()
  }
}

it('lives whatever the database does', async () => {
  expect(await ask('/healthz', { database: broken, queue: broken })).toEqual({
    status: 200,
    body: '{"status":"ok"}',
  })
})

it('is ready when database and queue answer', async () => {
  expect((await ask('/readyz')).status).toBe(200)
})

it('names the part that fails, also one that never answers', async () => {
  const answer = await ask('/readyz', { database: hanging, queue: broken })
  expect(answer.status).toBe(503)
  expect(JSON.parse(answer.body)).toEqual({ status: 'not ready', database: 'no answer', queue: 'no answer' })
  const queueOnly = await ask('/readyz', { queue: broken })
  expect(JSON.parse(queueOnly.body)).toEqual({ status: 'not ready', database: 'ok', queue: 'no answer' })
})

it('shows what was counted, without ids', async () => {
  const metrics = createMetrics()
  const events = createEvents(silent, metrics)
  events.stampsGiven({ merchantId: 'm-1', cardId: 'c-1', channel: 'order', count: 3 })
  events.stampsGiven({ merchantId: 'm-1', cardId: 'c-1', channel: 'order', count: -1 })
  const { body } = await ask('/metrics', { metrics })
  expect(body).toContain('stampbridge_stamps_given_total{channel="order"} 3')
  expect(body).toContain('stampbridge_stamps_taken_total{channel="order"} 1')
  expect(body).not.toMatch(/m-1|c-1/)
})
