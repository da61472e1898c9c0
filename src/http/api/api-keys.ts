import { z } from 'zod'
import type { AddApiKey } from '../../app/api-keys.ts'
import { conflict, notFound } from '../../app-error.ts'
import type { ApiKeyRecord, ApiKeys } from '../../ports/api-keys.ts'
import type { Clock } from '../../ports/clock.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { asTime, asTimeOrNull, id, idParams, text, time } from './fields.ts'
import { idCursor, pageFrom, pageOf, pageQuery, readCursor } from './pages.ts'

export type ApiKeyDeps = {
  apiKeys: Pick<ApiKeys, 'list' | 'revoke'>
  addApiKey: AddApiKey
  now: Clock
}

const keySchema = z.strictObject({
  id,
  label: z.string(),
  createdAt: time,
  usedAt: time.nullable().describe('To the minute; null when it was never used.'),
  revokedAt: time.nullable(),
})
const newKeySchema = z.strictObject({
  id,
  label: z.string(),
  key: z.string().describe('It is told once and cannot be read again.'),
  createdAt: time,
})

const showKey = ({ createdAt, usedAt, revokedAt, ...key }: ApiKeyRecord) => ({
  ...key,
  createdAt: asTime(createdAt),
  usedAt: asTimeOrNull(usedAt),
  revokedAt: asTimeOrNull(revokedAt),
})

/** The merchant's own keys of this API. */
export function apiKeyEndpoints({ apiKeys, addApiKey, now }: ApiKeyDeps): Endpoint[] {
  return [
    endpoint({
      method: 'POST',
      path: '/api-keys',
      tag: 'API keys',
      summary: 'Make a further key of this API',
      description:
        'One for each script or till, so that each can be revoked alone. Any of them may do anything.',
      auth: 'merchant',
      body: {
        name: 'ApiKeyInput',
        schema: z.strictObject({ label: text(100).describe('Who or what uses it.') }),
        example: { label: 'Till at Harbour Street' },
      },
      answers: { 201: { description: 'The key.', name: 'NewApiKey', schema: newKeySchema } },
      problems: { 409: 'There are 50 keys in use already.' },
      async handle({ merchantId, body }) {
        const made = await addApiKey({ merchantId, label: body.label })
        if (!made.ok) throw conflict('too-many-keys', 'There are 50 keys already. Revoke one first.')
        const { label, key, createdAt } = made
        return { status: 201, body: { id: made.id, label, key, createdAt: asTime(createdAt) } }
      },
    }),
    endpoint({
      method: 'GET',
      path: '/api-keys',
      tag: 'API keys',
      summary: 'List the keys of this API, newest first',
      auth: 'merchant',
      query: pageQuery,
      answers: { 200: { description: 'One page.', name: 'ApiKeyPage', schema: pageOf(keySchema) } },
      async handle({ merchantId, query: { limit, cursor } }) {
        const after = readCursor(idCursor, cursor)?.[0] ?? null
        const rows = await apiKeys.list(merchantId, { after, limit: limit + 1 })
        return { status: 200, body: pageFrom(rows, limit, (row) => [row.id], showKey) }
      },
    }),
    endpoint({
      method: 'DELETE',
      path: '/api-keys/{id}',
      tag: 'API keys',
      summary: 'Revoke a key',
      description: 'It stops working within ten seconds, for good.',
      auth: 'merchant',
      params: idParams,
      answers: { 204: { description: 'Revoked, now or before.', schema: null } },
      problems: { 409: 'It is the only key left: make another first.' },
      async handle({ merchantId, params }) {
        const done = await apiKeys.revoke(merchantId, params.id, now())
        if (done === 'unknown') throw notFound('API key')
        if (done === 'last') throw conflict('last-key', 'This is the only key left. Make another first.')
        return { status: 204 }
      },
    }),
  ]
}
