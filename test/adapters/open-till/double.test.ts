import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { openTill } from '../../../adapters/open-till/adapter.ts'
import { newWebhookSecret } from '../../../adapters/open-till/webhook-secret.ts'
import type { IntakeRequest, TillEvent } from '../../../src/ports/till.ts'
import { createOpenTillDouble } from '../../doubles/open-till.ts'

it('what the double sends over HTTP is verified and understood, repeats included', async () => {
  const received: IntakeRequest[] = []
  const door = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    received.push({ headers: request.headers, body: Buffer.concat(chunks) })
    response.end()
  }).listen(0, '127.0.0.1')
  await once(door, 'listening')
  const secret = newWebhookSecret()
  const till = createOpenTillDouble({
    url: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
    secret,
  })

  await till.sell({ id: 'A', total: 500, card: 'serial' }, { times: 2 })
  await till.update({ id: 'A', total: 400, updatedAt: '2026-11-22T12:00:00Z' })
  await till.refund({ id: 'r1', orderId: 'A', amount: 100 }, { webhookId: 'msg_r1' })
  await till.cancel('A')
  door.close()
  door.closeAllConnections()

  const told = received.map((request): [string, TillEvent] => {
    const verified = openTill.reader.verify(request, [secret], Date.now())
    if (!verified.ok) throw new Error(verified.reason)
    const result = openTill.reader.parse({ ...verified, body: request.body, receivedAt: 0 })
    if (!result.ok) throw new Error(result.problem)
    return [verified.deliveryId, result.events[0]!]
  })
  expect(told.map(([, event]) => event.kind)).toEqual(['sale', 'sale', 'sale', 'refund', 'cancellation'])
  expect(told[0]![0]).toBe(told[1]![0])
  expect(told[3]![0]).toBe('msg_r1')
})
