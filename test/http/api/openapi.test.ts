import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { endpointsOf } from '../../../src/http/api/router.ts'
import { type ApiServer, type Body, openApiServer } from './api-server.ts'

describe('OpenAPI document', () => {
  let api: ApiServer
  let document: Body
  let text: string
  beforeAll(async () => {
    api = await openApiServer('embedded')
    const reply = await api.call('GET /openapi.json')
    document = reply.body
    text = reply.text
  }, 180_000)
  afterAll(() => api.close())

  const operations = (): [path: string, method: string, operation: Body][] =>
    Object.entries<Body>(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, string, Body] => [path, method, operation]),
    )

  it('is not written out anew for each stranger who asks', async () => {
    const stringify = vi.spyOn(JSON, 'stringify')
    const replies = [await api.call('GET /openapi.json'), await api.call('GET /openapi.json')]
    const written = stringify.mock.calls.filter(([value]) => value?.openapi !== undefined)
    stringify.mockRestore()
    expect(written).toEqual([])
    for (const reply of replies) expect(reply.text).toBe(text)
  })

  it('is public and describes each address that answers, and no other', async () => {
    expect(document.openapi).toBe('3.1.0')
    expect(
      operations()
        .map(([path, method]) => `${method} ${path}`)
        .toSorted(),
    ).toEqual(
      endpointsOf(api.deps)
        .map(({ method, path }) => `${method.toLowerCase()} ${path}`)
        .toSorted(),
    )
    for (const [path, method] of operations()) {
      const address = path.replace(/\{\w+\}/g, crypto.randomUUID())
      // Without a key, an address that exists asks for one; others are not found.
      expect((await api.call(`${method.toUpperCase()} ${address}`)).status, `${method} ${path}`).toBe(401)
    }
  })

  it('covers what the API promises', () => {
    const lines = operations().map(([path, method]) => `${method.toUpperCase()} ${path}`)
    expect(lines).toEqual(
      expect.arrayContaining([
        'POST /merchants',
        'POST /programs',
        'PATCH /programs/{id}',
        'GET /programs',
        'POST /tills',
        'GET /tills',
        'POST /cards',
        'GET /cards',
        'GET /cards/{id}',
        'DELETE /cards/{id}',
        'GET /cards/{id}/ledger',
        'POST /cards/{id}/stamps',
        'POST /cards/{id}/links',
        'GET /coupons',
        'POST /coupons/{id}/redeem',
        'POST /coupons/{id}/revoke',
        'POST /code-pools/{rewardId}/codes',
        'GET /orders',
        'GET /tills/{tillId}/orders/{externalId}',
        'GET /codes/{code}',
        'GET /deliveries',
      ]),
    )
  })

  it('names each operation once, and says which problems it may answer', () => {
    const ids = operations().map(([, , operation]) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [path, method, { summary, responses, parameters }] of operations()) {
      expect(summary.length).toBeGreaterThan(5)
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '429', '503']))
      const names = parameters.map((each: Body) => each.name)
      for (const [, name] of path.matchAll(/\{(\w+)\}/g)) expect(names).toContain(name)
      if (method === 'post') expect(names).toContain('Idempotency-Key')
    }
  })

  it('refers only to schemas that it has', () => {
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1])
    expect(references.length).toBeGreaterThan(50)
    for (const name of references) expect(document.components.schemas).toHaveProperty(name ?? '')
  })

  it('says what defaults are, and asks only for what is needed', () => {
    const { ProgramInput, Program } = document.components.schemas
    expect(ProgramInput.required.toSorted()).toEqual(['earn', 'goal', 'milestones', 'name'])
    expect(ProgramInput.additionalProperties).toBe(false)
    const visit = (schema: Body) => schema.properties.earn.oneOf[0]
    expect(visit(ProgramInput).required).toEqual(['kind'])
    expect(visit(ProgramInput).properties.stamps.default).toBe(1)
    expect(visit(Program).required).toEqual(expect.arrayContaining(['kind', 'stamps', 'base', 'multipliers']))
  })

  it('gives examples that are accepted', () => {
    for (const { body, path } of endpointsOf(api.deps))
      if (body) expect(body.schema.safeParse(body.example).error, path).toBeUndefined()
  })
})
