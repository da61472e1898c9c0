import { z } from 'zod'
import { problemSchema, problemType } from '../problem.ts'
import type { AnswerSpec, Endpoint } from './endpoint.ts'

type Json = Record<string, unknown>

/** OpenAPI 3.1, made from the very schemas that check the requests. */
export function openApi(endpoints: Endpoint[], baseUrl: string): Json {
  const schemas: Json = { Problem: jsonSchema(problemSchema, 'output') }
  const paths: Record<string, Json> = {}
  for (const endpoint of endpoints) {
    paths[endpoint.path] ??= {}
    paths[endpoint.path]![endpoint.method.toLowerCase()] = operation(endpoint, schemas)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Stampbridge',
      version: '1.0.0',
      description:
        'Stamp cards in Apple Wallet and Google Wallet, run by the shop’s own till. Errors are RFC 9457 problems. Lists are paged by cursor. Any POST may carry an `Idempotency-Key`. Refusals and traces are told in the language of `Accept-Language`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: `${baseUrl}/api/v1` }],
    tags: [...new Set(endpoints.map(({ tag }) => tag))].map((name) => ({ name })),
    security: [{ merchantKey: [] }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        merchantKey: {
          type: 'http',
          scheme: 'bearer',
          description: 'A merchant’s key; sees only that merchant.',
        },
        operatorKey: { type: 'http', scheme: 'bearer', description: 'ADMIN_API_KEY of the installation.' },
      },
    },
  }
}

function operation(endpoint: Endpoint, schemas: Json): Json {
  const { method, path, tag, summary, description, body } = endpoint
  return {
    operationId: operationId(method, path),
    tags: [tag],
    summary,
    ...(description && { description }),
    security: [endpoint.auth === 'admin' ? { operatorKey: [] } : { merchantKey: [] }],
    parameters: parameters(endpoint),
    ...(body && {
      requestBody: {
        required: !body.optional,
        content: {
          'application/json': {
            schema: named(schemas, body.name, body.schema, 'input'),
            example: body.example,
          },
          ...Object.fromEntries((body.asText ?? []).map((type) => [type, { schema: { type: 'string' } }])),
        },
      },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(endpoint.answers).map(([status, answer]) => [status, response(schemas, answer)]),
      ),
      ...problems(endpoint),
    },
  }
}

/** `POST /cards/{id}/stamps` -> `postCardsIdStamps` */
const operationId = (method: string, path: string) =>
  method.toLowerCase() + path.replace(/[/{}-]+(\w?)/g, (_, letter: string) => letter.toUpperCase())

const language: Json = {
  name: 'Accept-Language',
  in: 'header',
  required: false,
  description:
    'Language of traces and of why something was refused: en, es, de or fr; English otherwise. `Content-Language` says which it is.',
  schema: { type: 'string', maxLength: 500 },
  example: 'de',
}

function parameters({ method, params, query }: Endpoint): Json[] {
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'A repeat within 24 hours with the same key and body gets the first answer again.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  }
  return [
    ...(params ? fieldsOf(params, 'path') : []),
    ...(query ? fieldsOf(query, 'query') : []),
    ...(method === 'POST' ? [key] : []),
    language,
  ]
}

function fieldsOf(schema: z.ZodObject, place: 'path' | 'query'): Json[] {
  const { properties = {} } = jsonSchema(schema, 'input') as { properties?: Record<string, Json> }
  return Object.entries(properties).map(([name, { description, ...field }]) => ({
    name,
    in: place,
    required: place === 'path',
    ...(description !== undefined && { description }),
    schema: field,
  }))
}

function response(schemas: Json, { description, name, schema, example }: AnswerSpec): Json {
  if (!schema) return { description }
  const ref = name === undefined ? jsonSchema(schema, 'output') : named(schemas, name, schema, 'output')
  return {
    description,
    content: { 'application/json': { schema: ref, ...(example !== undefined && { example }) } },
  }
}

function problems(endpoint: Endpoint): Json {
  const { method, params, query, body, problems: own = {} } = endpoint
  const texts: Record<number, string> = {
    ...((body || query || method === 'POST') && { 400: 'Some field is wrong: `errors` names each.' }),
    401: 'The key is missing or not known.',
    403: 'The key is of the wrong kind.',
    ...(params && { 404: 'There is no such thing, or it is not this merchant’s.' }),
    ...(method === 'POST' && { 409: 'A request with this Idempotency-Key is still being served.' }),
    ...(body && { 413: 'The body is too long.', 415: 'The body is not JSON.' }),
    ...(method === 'POST' && { 422: 'The Idempotency-Key was used for another request.' }),
    429: 'Too many requests.',
    503: 'Busy or being restarted; `Retry-After` says when to try again.',
  }
  for (const [status, text] of Object.entries(own)) {
    const known = Number(status) === 409 && method === 'POST' ? ` ${texts[409]}` : ''
    texts[Number(status)] = `${text}${known ? ` Or:${known}` : ''}`
  }
  const content = { [problemType]: { schema: { $ref: '#/components/schemas/Problem' } } }
  return Object.fromEntries(
    Object.entries(texts).map(([status, description]) => [status, { description, content }]),
  )
}

function named(schemas: Json, name: string, schema: z.ZodType, io: 'input' | 'output'): Json {
  schemas[name] ??= jsonSchema(schema, io)
  return { $ref: `#/components/schemas/${name}` }
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    // The patterns behind well-known formats are long and say nothing more.
    override: ({ jsonSchema: made }) => {
      if (made.format === 'date-time' || made.format === 'uuid') delete made.pattern
      if (made.maximum === Number.MAX_SAFE_INTEGER) delete made.maximum
      if (made.minimum === Number.MIN_SAFE_INTEGER) delete made.minimum
    },
  })
  return json
}
