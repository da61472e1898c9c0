import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { AppError, notFound } from '../../../src/app-error.ts'
import { loadAssets } from '../../../src/http/pages/assets.ts'
import { roleRefused } from '../../../src/http/pages/console-role.ts'
import { pageErrors } from '../../../src/http/pages/page-errors.ts'
import { loadBadges } from '../../../src/http/pages/wallet-badges.ts'

const reported: unknown[] = []
let server: Server

beforeAll(async () => {
  const app = express()
  const errors: Record<string, Error> = {
    broken: new Error('a cable was pulled'),
    unknown: notFound('page'),
    often: new AppError({ code: 'too-many', status: 429, userText: 'Too many.' }),
    owners: roleRefused('owner'),
    managers: roleRefused('manager'),
    named: roleRefused('manager', ['Ada', 'Ben', 'Cleo']),
    foreign: new AppError({ code: 'foreign-form', status: 403, userText: 'Not ours.' }),
    garbled: Object.assign(new Error('an encoding'), { status: 415 }),
    long: Object.assign(new Error('a body'), { status: 413, type: 'entity.too.large' }),
    nul: new Error('a query', { cause: Object.assign(new Error('0x00'), { code: '22021' }) }),
  }
  app.get('/:why', ({ params }) => {
    throw errors[params.why] ?? new Error('no such case')
  })
  app.use(pageErrors(loadAssets(loadBadges('/nowhere', () => undefined)), (error) => reported.push(error)))
  server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => {
  server.close()
})

it.each([
  ['broken', 500, 'Something went wrong', 'our side'],
  ['unknown', 404, 'Nothing here', 'does not exist'],
  ['often', 429, 'Too much at once', 'in a minute'],
  ['foreign', 403, 'Not carried out', 'another website'],
  ['garbled', 415, 'Not understood', 'check it'],
  ['long', 413, 'Too large', 'send less'],
  ['nul', 400, 'Not understood', 'check it'],
  ['owners', 403, 'Not open to your role', 'Ask an owner'],
  ['managers', 403, 'Not open to your role', 'Ask one of them'],
  ['named', 403, 'Not open to your role', 'Ask Ada, Ben, or Cleo to see to it.'],
])('gives %s a heading that agrees with what it says', async (why, status, title, words) => {
  const { port } = server.address() as AddressInfo
  const answer = await fetch(`http://127.0.0.1:${port}/${why}`)
  expect(answer.status).toBe(status)
  const page = await answer.text()
  expect(page).toContain(`<h1>${title}</h1>`)
  expect(/<h1>.*?<\/h1>\s*<p>(.*?)<\/p>/s.exec(page)?.[1]).toContain(words)
  expect(page).not.toContain('cable')
})

it.each([
  ['en', 'Only owners', 'Overview'],
  ['de', 'Das dürfen nur Inhaber', 'Übersicht'],
  ['es', 'solo pueden hacerlo los titulares', 'Resumen'],
  ['fr', 'Seuls les propriétaires', 'Aperçu'],
])('says in %s who may do what a role does not open, and leads back', async (language, words, home) => {
  const { port } = server.address() as AddressInfo
  const headers = { 'accept-language': language }
  const page = await (await fetch(`http://127.0.0.1:${port}/owners`, { headers })).text()
  expect(/<h1>.*?<\/h1>\s*<p>(.*?)<\/p>/s.exec(page)?.[1]).toContain(words)
  expect(page).toContain(`<a class="button" href="/console">${home}</a>`)
})

it('reports what was ours, and nothing else', () => {
  expect(reported).toHaveLength(1)
})
