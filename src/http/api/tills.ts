import { z } from 'zod'
import type { ConnectTill } from '../../app/connect-till.ts'
import type { DisconnectTill } from '../../app/disconnect-till.ts'
import { AppError, conflict, notFound } from '../../app-error.ts'
import type { Provider } from '../../ports/till.ts'
import type { KnownTill, Tills } from '../../ports/tills.ts'
import { type Endpoint, endpoint, gone } from './endpoint.ts'
import { asTime, id, idParams, text, time, token } from './fields.ts'
import { idCursor, pageFrom, pageOf, pageQuery, readCursor } from './pages.ts'
import { healthFields, healthOf, lookBack, lookBackDays, type TillHealthDeps } from './till-health.ts'

export type TillDeps = TillHealthDeps & {
  connectTill: ConnectTill
  disconnectTill: DisconnectTill
  tills: Pick<Tills, 'find' | 'list'>
  baseUrl: string
  squareWebhookUrl: string
  /** Permissions that a till's token lacks; none where it is not known which it has. */
  missingScopes(provider: Provider, granted: readonly string[]): string[]
}

/** `My-Shop`, `my-shop.myshopify.com` and the shop's address all mean one shop. */
const shop = z
  .string()
  .trim()
  .max(200)
  .toLowerCase()
  .transform((given) => given.replace(/^https?:\/\//, '').replace(/\/.*$/, ''))
  .transform((name) => (name.includes('.') ? name : `${name}.myshopify.com`))
  .refine(
    (name) => /^[a-z0-9][a-z0-9-]{0,98}\.myshopify\.com$/.test(name),
    'must be like my-shop.myshopify.com',
  )

const tillInput = z.discriminatedUnion('provider', [
  z.strictObject({
    provider: z.literal('shopify'),
    shop,
    accessToken: token(500),
    lookBackDays,
    name: text(100).optional(),
  }),
  z.strictObject({
    provider: z.literal('square'),
    accessToken: token(500),
    lookBackDays,
    merchantId: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/, 'must be Square’s merchant id'),
    name: text(100).optional(),
  }),
  z.strictObject({ provider: z.literal('open'), name: text(100) }),
])

const tillSchema = z.strictObject({
  id,
  provider: z.enum(['shopify', 'square', 'open']),
  name: z.string(),
  externalId: z.string().nullable().describe('Shop domain or Square’s merchant id.'),
  state: z
    .enum(['active', 'sign-in-needed', 'revoked', 'uninstalled'])
    .describe(
      '`sign-in-needed`: the till takes the token no more, and only the merchant can help, by connecting it again. Codes wait until then.',
    ),
  scopes: z
    .array(z.string())
    .describe('Permissions of the token, as the till names them; empty when unknown.'),
  missingScopes: z
    .array(z.string())
    .describe('Permissions that Stampbridge needs and the token lacks: connect the till again to give them.'),
  accessExpiresAt: time.nullable().describe('When the token ends unless it is renewed; it is, by itself.'),
  webhookUrl: z.url().describe('Where the till sends its webhooks.'),
  createdAt: time,
  ...healthFields,
})
const connectedSchema = tillSchema.extend({
  webhookSecret: z
    .string()
    .optional()
    .describe('Open till: signs its webhooks (Standard Webhooks). It is told once and cannot be read again.'),
})

/** How to show any of these tills of one merchant. */
async function showTills(deps: TillDeps, merchantId: string, tills: KnownTill[]) {
  const healthOfTill = await healthOf(deps, merchantId, tills)
  return (till: KnownTill) => ({ ...showTill(deps)(till), ...healthOfTill(till) })
}

const showTill =
  ({ baseUrl, squareWebhookUrl, missingScopes }: TillDeps) =>
  ({ createdAt, token, ...till }: KnownTill) => ({
    id: till.id,
    provider: till.provider,
    name: till.name,
    externalId: till.externalId,
    state: token.signInSince !== null && till.state === 'active' ? 'sign-in-needed' : till.state,
    scopes: token.scopes,
    missingScopes: till.state === 'active' ? missingScopes(till.provider, token.scopes) : [],
    accessExpiresAt: token.accessExpiresAt === null ? null : asTime(token.accessExpiresAt),
    webhookUrl: {
      shopify: `${baseUrl}/webhooks/shopify`,
      square: squareWebhookUrl,
      open: `${baseUrl}/webhooks/till/${till.id}`,
    }[till.provider],
    createdAt: asTime(createdAt),
  })

export function tillEndpoints(deps: TillDeps): Endpoint[] {
  return [connectEndpoint(deps), ...readEndpoints(deps), disconnectEndpoint(deps)]
}

const connectEndpoint = (deps: TillDeps) =>
  endpoint({
    method: 'POST',
    path: '/tills',
    tag: 'Tills',
    summary: 'Connect a till',
    description: 'Connecting a shop again gives its till the new token.',
    auth: 'merchant',
    body: { name: 'TillInput', schema: tillInput, example: { provider: 'open', name: 'Counter' } },
    answers: {
      201: { description: 'The till.', name: 'ConnectedTill', schema: connectedSchema },
      200: {
        description: 'The till was connected before; it has the new token.',
        name: 'Till',
        schema: tillSchema,
      },
    },
    problems: { 409: 'Another merchant has connected this shop.' },
    async handle({ merchantId, body }) {
      const connected = await deps.connectTill(merchantId, body)
      if (!connected.ok && connected.reason === 'unknown-merchant') throw gone()
      if (!connected.ok) throw conflict('connected-elsewhere', 'This shop is connected to another merchant.')
      const { till, created, webhookSecret } = connected
      const days = body.provider === 'open' ? 0 : (body.lookBackDays ?? 0)
      if (days > 0) await lookBack(deps, { merchantId, id: till.id }, days)
      const show = await showTills(deps, merchantId, [till])
      const shown = { ...show(till), ...(webhookSecret !== undefined && { webhookSecret }) }
      return { status: created ? 201 : 200, body: shown, headers: { Location: `/api/v1/tills/${till.id}` } }
    },
  })

const readEndpoints = (deps: TillDeps) => [
  endpoint({
    method: 'GET',
    path: '/tills',
    tag: 'Tills',
    summary: 'List tills, newest first',
    auth: 'merchant',
    query: pageQuery,
    answers: { 200: { description: 'One page.', name: 'TillPage', schema: pageOf(tillSchema) } },
    async handle({ merchantId, query: { limit, cursor } }) {
      const after = readCursor(idCursor, cursor)?.[0] ?? null
      const rows = await deps.tills.list(merchantId, { after, limit: limit + 1 })
      const show = await showTills(deps, merchantId, rows)
      return { status: 200, body: pageFrom(rows, limit, (row) => [row.id], show) }
    },
  }),
  endpoint({
    method: 'GET',
    path: '/tills/{id}',
    tag: 'Tills',
    summary: 'Read a till',
    auth: 'merchant',
    params: idParams,
    answers: { 200: { description: 'The till.', name: 'Till', schema: tillSchema } },
    async handle({ merchantId, params }) {
      const till = await deps.tills.find(merchantId, params.id)
      if (!till) throw notFound('till')
      return { status: 200, body: (await showTills(deps, merchantId, [till]))(till) }
    },
  }),
]

const disconnectEndpoint = (deps: TillDeps) =>
  endpoint({
    method: 'DELETE',
    path: '/tills/{id}',
    tag: 'Tills',
    summary: 'Disconnect a till',
    description:
      'Ends the permission at the till itself where Stampbridge can, and forgets the token. Cards, orders and links stay; connecting the same shop again goes on with this till.',
    auth: 'merchant',
    params: idParams,
    answers: { 204: { description: 'It is disconnected, or was before.', schema: null } },
    problems: { 503: 'The till cannot be reached to end the permission; try again.' },
    async handle({ merchantId, params }) {
      const result = await deps.disconnectTill(merchantId, params.id)
      if (result.ok) return { status: 204 }
      if (result.reason === 'unknown') throw notFound('till')
      throw new AppError({
        code: 'till-unreachable',
        status: 503,
        userText: 'The till cannot be reached at the moment. Try again in a minute.',
        expose: true,
        headers: { 'Retry-After': '60' },
      })
    },
  })
