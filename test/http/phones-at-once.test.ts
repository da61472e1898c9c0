import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import express from 'express'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appleWebService } from '../../src/http/apple-web-service.ts'
import { problemHandler } from '../../src/http/errors.ts'
import { exampleFace } from '../adapters/apple-wallet/example-face.ts'
import { silent } from '../support/settings.ts'

const passTypeId = 'pass.com.example.cards'
const card = { merchantId: 'm', cardId: 'c', passToken: 'right', revision: 1, modifiedSecond: 1 }
let server: Server
let base: string
let failures = 0
const questions = { open: 0, most: 0 }

/** A question that the database takes its time for; of some cards it fails. */
async function asked<Answer>(answer: Answer, fails = false): Promise<Answer> {
  questions.open++
  questions.most = Math.max(questions.most, questions.open)
  await pause(2)
  questions.open--
  if (fails) throw new Error('the database is gone')
  return answer
}

beforeAll(async () => {
  const app = express()
  app.use(
    appleWebService({
      cards: {
        bySerial: (serial) => asked(card, serial === 'fails'),
        face: () => asked(exampleFace()),
      },
      registrations: {
        changed: () => asked({ serials: ['one'], tag: 2 }),
        register: () => Promise.reject(new Error('not asked here')),
        unregister: () => Promise.reject(new Error('not asked here')),
        farewell: () => Promise.reject(new Error('not asked here')),
      },
      buildPass: async () => [Buffer.from('pass')],
      passTypeId,
      log: silent,
    }),
  )
  app.use(problemHandler(() => void failures++))
  server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
})
afterAll(() => void server.close())

const fetchPass = (serial: string) =>
  fetch(`${base}/passes/${passTypeId}/${serial}`, { headers: { authorization: 'ApplePass right' } })
const list = () => fetch(`${base}/devices/phone/registrations/${passTypeId}`)

test('phones that all ask at once wait for each other, and none is forgotten', async () => {
  const asking = Array.from({ length: 60 }, (_, phone) =>
    phone % 3 === 0 ? list() : fetchPass(phone % 10 === 1 ? 'fails' : 'one'),
  )
  const statuses = (await Promise.all(asking)).map(({ status }) => status)
  expect(statuses.filter((status) => status === 200)).toHaveLength(56)
  expect(statuses.filter((status) => status === 500)).toHaveLength(4)
  expect(failures).toBe(4)
  // Of the database's ten connections most are left to whoever sells.
  expect(questions.most).toBe(3)
})
