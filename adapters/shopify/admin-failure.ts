import type * as ShopifyApi from '@shopify/shopify-api'
import { z } from 'zod'
import type { FailureReason } from '../../src/domain/failure-note.ts'
import { ProviderError } from '../../src/ports/provider-error.ts'

type Errors = Pick<
  typeof ShopifyApi,
  'GraphqlQueryError' | 'HttpThrottlingError' | 'HttpInternalError' | 'HttpResponseError'
>

const count = z.number().nonnegative()

/** `extensions.cost` of an answer. */
export const costExtension = z.object({
  cost: z.object({
    requestedQueryCost: count.nullish(),
    throttleStatus: z.object({
      maximumAvailable: count,
      currentlyAvailable: z.number(),
      restoreRate: z.number().positive(),
    }),
  }),
})

/** The failed answer of a GraphQL call that came with HTTP 200. */
const failedAnswer = z.object({
  errors: z.object({
    graphQLErrors: z
      .array(
        z.object({ message: z.string(), extensions: z.object({ code: z.string().nullish() }).nullish() }),
      )
      .nullish(),
  }),
  extensions: z.unknown().optional(),
})

/**
 * Puts what the library threw into words, and says whether to try again. The library's own errors are not kept as
 * cause: they hold the whole answer with its headers.
 */
export function asProviderError(error: unknown, shop: string, errors: Errors): ProviderError {
  if (error instanceof ProviderError) return error
  if (error instanceof errors.GraphqlQueryError) return ofAnswer(error.body, shop)
  if (error instanceof errors.HttpThrottlingError)
    return tooMany(shop, (error.response.retryAfter ?? 2) * 1000)
  if (error instanceof errors.HttpInternalError)
    return again(`Shopify is in trouble (HTTP ${error.response.code})`)
  if (error instanceof errors.HttpResponseError) return ofStatus(error.response.code, shop)
  return again(`Shopify could not be reached for ${shop}`, 'unreachable')
}

function ofAnswer(body: unknown, shop: string): ProviderError {
  const answer = failedAnswer.safeParse(body)
  const first = answer.success ? answer.data.errors.graphQLErrors?.[0] : undefined
  switch (first?.extensions?.code) {
    case 'THROTTLED':
      return tooMany(shop, refillTime(answer.data?.extensions))
    case 'ACCESS_DENIED':
      return final(
        `${shop} gave no permission for this: the app needs read_orders for orders, read_discounts and write_discounts for codes`,
        'no-permission',
      )
    case 'SHOP_INACTIVE':
      return final(`${shop} is closed or frozen`, 'closed')
    case 'INTERNAL_SERVER_ERROR':
    case 'TIMEOUT':
      return again('Shopify is in trouble (internal error)')
    default:
      return refusal('the call', first?.message ?? 'no reason given')
  }
}

/** How long until the bucket holds what the refused call costs; at least half a second, two when not said. */
function refillTime(extensions: unknown): number {
  const read = costExtension.safeParse(extensions)
  if (!read.success) return 2000
  const { requestedQueryCost, throttleStatus } = read.data.cost
  const missing = (requestedQueryCost ?? 10) - throttleStatus.currentlyAvailable
  return Math.max(500, Math.ceil((missing / throttleStatus.restoreRate) * 1000))
}

function ofStatus(status: number, shop: string): ProviderError {
  switch (status) {
    case 401:
      return new ProviderError(
        'shopify',
        `${shop} no longer accepts the access token: connect the shop again`,
        { retryable: false, unauthorized: true },
      )
    case 403:
      return final(
        `${shop} does not allow this app to work with discounts: check the app's permissions`,
        'no-permission',
      )
    case 402:
      return final(`${shop} is frozen until its owner settles the bill with Shopify`, 'closed')
    case 404:
      return final(`there is no shop at ${shop}`, 'closed')
    case 423:
      return final(`${shop} is locked`, 'closed')
    case 200: // A page instead of an answer: maintenance, or a proxy.
    case 408:
    case 425:
      return again(`Shopify gave no proper answer for ${shop} (HTTP ${status})`)
    default:
      return final(`Shopify refused the call for ${shop} (HTTP ${status})`)
  }
}

/** The shop's call points are used up for so many milliseconds. */
export const tooMany = (shop: string, retryAfterMs: number): ProviderError =>
  new ProviderError('shopify', `${shop} allows no more calls just now`, {
    retryable: true,
    throttled: true,
    retryAfterMs,
  })

/** @param what the call, or what was to be made by it */
export const refusal = (what: string, why: string): ProviderError =>
  new ProviderError('shopify', `Shopify refused ${what}: ${why.slice(0, 200)}`, {
    retryable: false,
    quote: why.slice(0, 200),
  })

const again = (message: string, reason: FailureReason = 'trouble') =>
  new ProviderError('shopify', message, { retryable: true, reason })

const final = (message: string, reason: FailureReason = 'refused') =>
  new ProviderError('shopify', message, { retryable: false, reason })
