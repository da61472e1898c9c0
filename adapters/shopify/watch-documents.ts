import { z } from 'zod'
import type { AdminDocument } from './documents.ts'

const money = z.object({ amount: z.string(), currencyCode: z.string() })

const watchedDiscount = z.object({
  __typename: z.string().nullish(),
  status: z.string().nullish(),
  endsAt: z.string().nullish(),
  usageLimit: z.number().nullish(),
  asyncUsageCount: z.number().nullish(),
  codes: z.object({ nodes: z.array(z.object({ code: z.string() })) }).nullish(),
  minimumRequirement: z.object({ greaterThanOrEqualToSubtotal: money.nullish() }).nullish(),
  customerGets: z
    .object({
      items: z
        .object({
          __typename: z.string().nullish(),
          products: z.object({ nodes: z.array(z.object({ id: z.string() })) }).nullish(),
        })
        .nullish(),
      value: z
        .object({
          percentage: z.number().nullish(),
          amount: money.nullish(),
          appliesOnEachItem: z.boolean().nullish(),
        })
        .nullish(),
    })
    .nullish(),
})
export type WatchedDiscount = z.infer<typeof watchedDiscount>

const node = z.object({ id: z.string().optional(), codeDiscount: watchedDiscount.nullish() }).nullable()

/**
 * https://shopify.dev/docs/api/admin-graphql/2026-10/queries/nodes: by id, and so as it stands now; the search of
 * `codeDiscountNodes` lags behind.
 */
export const watchDiscounts: AdminDocument<{ nodes: z.infer<typeof node>[] }> = {
  name: 'nodes',
  cost: 100,
  text: `query nodes($ids: [ID!]!) {
  nodes(ids: $ids) {
    id
    ... on DiscountCodeNode {
      codeDiscount {
        __typename
        ... on DiscountCodeBasic {
          status
          endsAt
          usageLimit
          asyncUsageCount
          codes(first: 1) { nodes { code } }
          minimumRequirement {
            ... on DiscountMinimumSubtotal { greaterThanOrEqualToSubtotal { amount currencyCode } }
          }
          customerGets {
            items { __typename ... on DiscountProducts { products(first: 50) { nodes { id } } } }
            value {
              ... on DiscountPercentage { percentage }
              ... on DiscountAmount { amount { amount currencyCode } appliesOnEachItem }
            }
          }
        }
      }
    }
  }
}`,
  answer: z.object({ nodes: z.array(node) }),
}

const activated = z.object({
  userErrors: z.array(
    z.object({ code: z.string().nullish(), field: z.array(z.string()).nullish(), message: z.string() }),
  ),
})

/** https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/discountCodeActivate */
export const activateDiscount: AdminDocument<{ discountCodeActivate: z.infer<typeof activated> }> = {
  name: 'discountCodeActivate',
  text: `mutation discountCodeActivate($id: ID!) {
  discountCodeActivate(id: $id) {
    codeDiscountNode { id }
    userErrors { code field message }
  }
}`,
  answer: z.object({ discountCodeActivate: activated }),
}
