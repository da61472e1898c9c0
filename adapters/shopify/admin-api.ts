import { setTimeout as pause } from 'node:timers/promises'
import type { GraphqlClient } from '@shopify/shopify-api'
import { ProviderError } from '../../src/ports/provider-error.ts'
import { asProviderError, costExtension, tooMany } from './admin-failure.ts'
import type { CallBudget } from './call-budget.ts'
import type { AdminDocument } from './documents.ts'
import { type LoadedShopify, loadShopify, shopifyFor } from './shopify-module.ts'

export type AdminApi = {
  /**
   * One call of the Admin API. Waits shortly where the shop's call points are used up.
   * @throws ProviderError when the call failed or its answer is not understood.
   */
  call<T>(document: AdminDocument<T>, variables: Record<string, unknown>): Promise<T>
}

export type AdminAccess = {
  shop: string
  accessToken: string
  apiKey?: string | undefined
  apiSecret?: string | undefined
  /** Sends the calls to another host (a test double) instead of the shop's own. */
  apiUrl?: string | undefined
  timeoutMs: number
}

/** Longer waits are the queue's business. */
const longestWaitMs = 1000
/** Points that Shopify asks for a mutation, and more than most of our queries need. */
const usualCost = 10

export function createAdminApi(access: AdminAccess, budget: CallBudget): AdminApi {
  let opened: ReturnType<typeof openClient> | undefined
  return {
    async call(document, variables) {
      const { cost: callCost = usualCost } = document
      await waitForPoints(budget, access.shop, callCost)
      let extensions: unknown
      try {
        opened ??= openClient(access)
        const { client, errors } = await opened
        const answer = await client
          .request<Record<string, unknown>>(document.text, {
            variables,
            signal: AbortSignal.timeout(access.timeoutMs),
          })
          .catch((error: unknown) => {
            if (error instanceof errors.GraphqlQueryError) extensions = error.body?.extensions
            throw asProviderError(error, access.shop, errors)
          })
        extensions = answer.extensions
        return understand(document, answer.data)
      } finally {
        const cost = costExtension.safeParse(extensions)
        budget.settle(callCost, cost.success ? cost.data.cost.throttleStatus : null)
      }
    },
  }
}

async function waitForPoints(budget: CallBudget, shop: string, cost: number): Promise<void> {
  const wait = budget.reserve(cost)
  if (wait === 0) return
  if (wait > longestWaitMs) {
    budget.release(cost)
    throw tooMany(shop, wait)
  }
  await pause(wait)
}

function understand<T>(document: AdminDocument<T>, data: unknown): T {
  const read = document.answer.safeParse(data)
  if (read.success) return read.data
  const field = read.error.issues[0]?.path.join('.') ?? ''
  throw new ProviderError('shopify', `Shopify's answer to ${document.name} is not understood (${field})`, {
    retryable: false,
    reason: 'not-understood',
  })
}

async function openClient(access: AdminAccess): Promise<{ client: GraphqlClient; errors: ShopifyModule }> {
  const { api, runtime } = await loadShopify()
  // Admin calls carry the shop's token alone.
  const shopify = shopifyFor(api, { apiKey: access.apiKey ?? '', apiSecret: access.apiSecret ?? '' })
  const session = new api.Session({
    id: `offline_${access.shop}`,
    shop: access.shop,
    state: '',
    isOnline: false,
    accessToken: access.accessToken,
  })
  // A client keeps the fetch function that is set while it is made, so that two may call different hosts.
  const usual = runtime.abstractFetch
  runtime.setAbstractFetchFunc(redirected(access.apiUrl))
  const client = new shopify.clients.Graphql({ session })
  runtime.setAbstractFetchFunc(usual)
  return { client, errors: api }
}

type ShopifyModule = LoadedShopify['api']

/** No redirect of Shopify's is followed: the token goes to the host that was meant, and nowhere else. */
function redirected(apiUrl: string | undefined) {
  return (url: unknown, init?: RequestInit): Promise<Response> => {
    const { pathname, search, href } = new URL(String(url))
    const target = apiUrl ? apiUrl.replace(/\/+$/, '') + pathname + search : href
    return fetch(target, { ...init, redirect: 'error' })
  }
}
