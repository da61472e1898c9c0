import { openTill } from '../../adapters/open-till/adapter.ts'
import { createShopify } from '../../adapters/shopify/adapter.ts'
import { createSquare } from '../../adapters/square/adapter.ts'
import type { Config } from '../config.ts'
import type { Clock } from '../ports/clock.ts'
import type { Provider, TillAdapter, TillClient, TillCredentials, TillReader } from '../ports/till.ts'

export type TillSystems = {
  readers: Record<Provider, TillReader>
  /** Secrets of the whole app, newest first; empty where the app is not configured. */
  appSecrets: Record<Provider, readonly string[]>
  clientFor(credentials: TillCredentials): TillClient | null
  squareWebhookUrl: string
}

/** Every till system that Stampbridge speaks with. One per process: the adapters remember call budgets and turns. */
export function openTillSystems(config: Config, clock: Clock): TillSystems {
  const squareWebhookUrl = config.square?.webhookUrl ?? `${config.http.baseUrl}/webhooks/square`
  const adapters: Record<Provider, TillAdapter> = {
    shopify: createShopify({
      apiKey: config.shopify?.apiKey,
      apiSecret: config.shopify?.apiSecret[0],
      apiUrl: config.shopify?.apiUrl,
      now: clock,
    }),
    square: createSquare({ notificationUrl: squareWebhookUrl, apiUrl: config.square?.apiUrl, clock }),
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
    squareWebhookUrl,
  }
}
