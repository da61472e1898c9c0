import type { FailureReason } from '../../src/domain/failure-note.ts'
import type { Discount } from '../../src/domain/program.ts'
import type { Clock } from '../../src/ports/clock.ts'
import { ProviderError } from '../../src/ports/provider-error.ts'
import type { CodeToPlace, PlacedCode, TillClient } from '../../src/ports/till.ts'
import type { AdminApi } from './admin-api.ts'
import { createAdminApi } from './admin-api.ts'
import { refusal } from './admin-failure.ts'
import type { CallBudget } from './call-budget.ts'
import { createCallBudget } from './call-budget.ts'
import { checkCodes } from './check-codes.ts'
import { discountInput, isTitleOf } from './discount-input.ts'
import type { DiscountNode, UserError } from './documents.ts'
import {
  changeDiscount,
  createDiscount,
  deactivateDiscount,
  findDiscount,
  findDiscountByCode,
} from './documents.ts'
import { orderSearch } from './reconcile.ts'
import { normaliseShop } from './shop-domain.ts'
import { activateDiscount } from './watch-documents.ts'

export type ShopifyClientOptions = {
  /** The app's credentials; a custom app's token works without. */
  apiKey?: string | undefined
  apiSecret?: string | undefined
  /** Sends Admin calls to another host: sandbox, test double. */
  apiUrl?: string | undefined
  /** Shared by all clients of one shop, so that they keep to its call points together. */
  budget?: CallBudget | undefined
  timeoutMs?: number | undefined
  now?: Clock | undefined
}

type ShopCredentials = { shop: string; accessToken: string }

/**
 * The Admin API of one shop, for as long as its token is the same.
 * @throws ProviderError at once when `shop` is no `*.myshopify.com` name: the token must go nowhere else.
 */
export function openAdminApi(credentials: ShopCredentials, options: ShopifyClientOptions = {}): AdminApi {
  const shop = normaliseShop(credentials.shop)
  if (!shop) throw failed('the shop must be named as your-shop.myshopify.com')
  const { apiKey, apiSecret, apiUrl, timeoutMs = 10_000, now = Date.now } = options
  const budget = options.budget ?? createCallBudget(now)
  const { accessToken } = credentials
  return createAdminApi({ shop, accessToken, apiKey, apiSecret, apiUrl, timeoutMs }, budget)
}

/**
 * Calls to one shop; each coupon's code is a discount of its own that works once. To be made anew for each piece of work:
 * it remembers what its token may read.
 */
export function shopifyClient(api: AdminApi, now: Clock): TillClient {
  return {
    placeCode: (code) => placeCode(api, code),
    changeEnd: (placed, expiresAt) => changeEnd(api, placed.externalId, expiresAt),
    removeCode: (placed) => removeCode(api, placed.externalId),
    checkCodes: (codes) => checkCodes(api, codes, now()),
    restoreCode: (code) => restoreCode(api, code),
    ...orderSearch(api),
  }
}

async function placeCode(api: AdminApi, code: CodeToPlace): Promise<{ externalId: string }> {
  const input = discountInput(code)
  const { discountCodeBasicCreate: made } = await api.call(createDiscount, { basicCodeDiscount: input })
  if (made.codeDiscountNode) return checked(api, made.codeDiscountNode, code)
  if (!made.userErrors.some((error) => error.code === 'TAKEN')) throw refused(made.userErrors)
  const { codeDiscountNodeByCode: found } = await api.call(findDiscountByCode, { code: code.code })
  // Deleted between the two calls: the next try makes it.
  if (!found) throw failed('the code was taken a moment ago and is gone now', true)
  if (!isOurs(found, code))
    throw failed('another discount of the shop has this code: it needs a new one', false, 'code-taken')
  return checked(api, found, code)
}

/** Another kind of discount has no title here; one without any answer to that is taken for the one asked for. */
function isOurs(found: DiscountNode, code: CodeToPlace): boolean {
  const discount = found.codeDiscount
  if (!discount) return true
  return typeof discount.title === 'string' && isTitleOf(code.couponId, discount.title)
}

const currencyOf = (discount: Discount): string | undefined =>
  'amount' in discount
    ? discount.amount.currency
    : 'productIds' in discount
      ? discount.worth?.currency
      : undefined

/** Shopify takes an amount in the shop's own currency, whatever was meant: 5 EUR must not become 5 CZK. */
async function checked(
  api: AdminApi,
  node: DiscountNode,
  code: CodeToPlace,
): Promise<{ externalId: string }> {
  const discount = code.reward.discount
  const meant = discount && currencyOf(discount)
  const made = node.codeDiscount?.customerGets?.value?.amount?.currencyCode
  if (meant && made && meant !== made) {
    await removeCode(api, node.id)
    throw failed(
      `the reward is in ${meant} but the shop sells in ${made}: give the reward in ${made}`,
      false,
      'currency',
    )
  }
  return { externalId: node.id }
}

/** Everything as it was made, and switched on. */
async function restoreCode(api: AdminApi, code: PlacedCode): Promise<void> {
  const { externalId: id } = code
  const basicCodeDiscount = discountInput(code)
  const { discountCodeBasicUpdate: changed } = await api.call(changeDiscount, { id, basicCodeDiscount })
  if (changed.userErrors.length > 0) throw refused(changed.userErrors)
  const { discountCodeActivate: active } = await api.call(activateDiscount, { id })
  if (active.userErrors.length === 0) return
  // It may have been active all along.
  const { codeDiscountNode: now } = await api.call(findDiscount, { id })
  if (now?.codeDiscount?.status !== 'ACTIVE') throw refused(active.userErrors)
}

/** Changes the end alone. A discount that somebody deleted has no end to move: that is drift, and no reason to try for ever. */
async function changeEnd(api: AdminApi, id: string, expiresAt: number | undefined): Promise<void> {
  const endsAt = expiresAt === undefined ? null : new Date(expiresAt).toISOString()
  const { discountCodeBasicUpdate: made } = await api.call(changeDiscount, {
    id,
    basicCodeDiscount: { endsAt },
  })
  if (made.userErrors.length === 0) return
  const { codeDiscountNode: left } = await api.call(findDiscount, { id })
  if (left) throw refused(made.userErrors)
}

/** Shopify words "no such discount" as a general error, so that the discount itself is asked whether it is there. */
async function removeCode(api: AdminApi, id: string): Promise<void> {
  const { discountCodeDeactivate: ended } = await api.call(deactivateDiscount, { id })
  if (ended.userErrors.length === 0) return
  const { codeDiscountNode: left } = await api.call(findDiscount, { id })
  if (left && left.codeDiscount?.status !== 'EXPIRED') throw refused(ended.userErrors)
}

function refused(errors: UserError[]): ProviderError {
  const first = errors[0]
  if (!first) return failed('Shopify made no discount and gave no reason', true)
  const field = first.field?.join('.')
  return refusal('the discount', `${field ? `${field}: ` : ''}${first.message}`)
}

const failed = (message: string, retryable = false, reason?: FailureReason) =>
  new ProviderError('shopify', message, { retryable, reason })
