import type { ParseResult, StoredDelivery } from '../../src/ports/till.ts'
import {
  parseCustomerRedact,
  parseDataRequest,
  parseMerge,
  parseScopes,
  parseShopRedact,
  parseUninstalled,
} from './parse-notice.ts'
import { parseOrder } from './parse-order.ts'
import { parseRefund } from './parse-refund.ts'
import { foundChangesTopic, foundOrderTopic, parseFoundChanges } from './reconciled-order.ts'

type Parser = (body: Buffer, delivery: StoredDelivery) => ParseResult

/** `orders/edited` is not among them: it holds only the difference, and `orders/updated` comes with the whole. */
const webhookParsers: Record<string, Parser> = {
  'orders/create': parseOrder,
  'orders/paid': parseOrder,
  'orders/updated': parseOrder,
  'orders/cancelled': parseOrder,
  'refunds/create': parseRefund,
  'app/uninstalled': parseUninstalled,
  'app/scopes_update': parseScopes,
  'customers/data_request': parseDataRequest,
  'customers/redact': parseCustomerRedact,
  'shop/redact': parseShopRedact,
  'customers/merge': parseMerge,
}

/** Topics of Shopify's own; `shopify.app.toml` asks for the same. */
export const webhookTopics: readonly string[] = Object.keys(webhookParsers)

const parsers: Record<string, Parser> = {
  ...webhookParsers,
  [foundOrderTopic]: parseOrder,
  [foundChangesTopic]: parseFoundChanges,
}

/** What a stored webhook means. A topic that nobody asked for is ignored; a body that is not its topic's is a problem. */
export function parseShopify(delivery: StoredDelivery): ParseResult {
  const parser = Object.hasOwn(parsers, delivery.topic) ? parsers[delivery.topic] : undefined
  if (parser) return parser(delivery.body, delivery)
  return { ok: true, events: [{ kind: 'ignored', why: `topic ${delivery.topic} has no effect` }] }
}
