import { openTill } from '../../adapters/open-till/adapter.ts'
import { createShopify } from '../../adapters/shopify/adapter.ts'
import { missingScopes as missingAtShopify } from '../../adapters/shopify/scopes.ts'
import { createSquare } from '../../adapters/square/adapter.ts'
import { type SquareApp, squareScopes, squareSignIn } from '../../adapters/square/sign-in.ts'
import type { Config } from '../config.ts'
import type { Clock } from '../ports/clock.ts'
import type {
  Provider,
  RenewTokens,
  TillAdapter,
  TillClient,
  TillCredentials,
  TillReader,
} from '../ports/till.ts'
import type { TillSignIn } from '../ports/till-sign-in.ts'
import type { TillTurns } from '../ports/till-turns.ts'

export type TillSystems = {
  readers: Record<Provider, TillReader>
  /** Secrets of the whole app, newest first; empty where the app is not configured. */
  appSecrets: Record<Provider, readonly string[]>
  clientFor(credentials: TillCredentials): TillClient | null
  renewalOf(provider: Provider): RenewTokens | undefined
  /** Permissions that a till's token lacks; none where it is not known which it has. */
  missingScopes(provider: Provider, granted: readonly string[]): string[]
  squareWebhookUrl: string
  /** Null while the app's own credentials are not configured. */
  squareSignIn: TillSignIn | null
}

const squareTimeoutMs = 10_000

/** Every till system that Stampbridge speaks with. One per process: the adapters remember call budgets and turns. */
export function openTillSystems(config: Config, clock: Clock, turns: TillTurns): TillSystems {
  const app = squareApp(config, clock)
  const squareWebhookUrl = config.square?.webhookUrl ?? `${config.http.baseUrl}/webhooks/square`
  const adapters: Record<Provider, TillAdapter> = {
    shopify: createShopify({
      apiKey: config.shopify?.apiKey,
      apiSecret: config.shopify?.apiSecret[0],
      apiUrl: config.shopify?.apiUrl,
      now: clock,
    }),
    square: createSquare({
      notificationUrl: squareWebhookUrl,
      apiUrl: config.square?.apiUrl,
      clock,
      timeoutMs: squareTimeoutMs,
      app,
      turns,
    }),
    open: openTill,
  }
  const { shopify, square, open } = adapters
  return {
    readers: { shopify: shopify.reader, square: square.reader, open: open.reader },
    appSecrets: {
      shopify: config.shopify?.apiSecret ?? [],
      square: config.square ? [config.square.webhookSignatureKey] : [],
      open: [],
    },
    clientFor: (credentials) => adapters[credentials.provider].client(credentials),
    renewalOf: (provider) => adapters[provider].renew,
    missingScopes,
    squareWebhookUrl,
    squareSignIn: app ? squareSignIn(app) : null,
  }
}

function missingScopes(provider: Provider, granted: readonly string[]): string[] {
  if (granted.length === 0 || provider === 'open') return []
  if (provider === 'shopify') return missingAtShopify(granted)
  return squareScopes.filter((scope) => !granted.includes(scope))
}

function squareApp({ square, http }: Config, clock: Clock): SquareApp | undefined {
  const { applicationId, applicationSecret } = square ?? {}
  if (!square || !applicationId || !applicationSecret) return undefined
  const { apiUrl, sandbox } = square
  const redirectUrl = `${http.baseUrl}/square/callback`
  return { applicationId, applicationSecret, redirectUrl, apiUrl, sandbox, clock, timeoutMs: squareTimeoutMs }
}
