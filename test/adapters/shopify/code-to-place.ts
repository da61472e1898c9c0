import { openAdminApi, shopifyClient } from '../../../adapters/shopify/client.ts'
import type { Discount } from '../../../src/domain/program.ts'
import { ProviderError } from '../../../src/ports/provider-error.ts'
import type { CodeToPlace } from '../../../src/ports/till.ts'

export const now = Date.now()

/** A coupon whose code goes to a shop. */
export function coupon(discount: Discount | undefined, change: Partial<CodeToPlace> = {}): CodeToPlace {
  return {
    couponId: '0193f1c2-6a1e-7b0a-9d2e-5b1f0c3a7d11',
    code: 'K7Q2M9XWPA',
    reward: {
      id: 'r',
      title: 'Free coffee',
      kind: 'redeem_code',
      codeSource: 'minted',
      discount,
      display: 'qr',
    },
    startsAt: now - 1000,
    ...change,
  }
}

/** What a call to the shop failed with. */
export const problemOf = async (call: Promise<unknown>): Promise<ProviderError> => {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ProviderError)) throw new Error(`no ProviderError but ${String(error)}`)
  return error
}

export const clientOf = (...given: Parameters<typeof openAdminApi>) =>
  shopifyClient(openAdminApi(...given), Date.now)
