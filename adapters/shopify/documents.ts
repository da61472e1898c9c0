import { z } from 'zod'

/** A GraphQL document of the Admin API 2026-10 with the shape of its answer. */
export type AdminDocument<T> = {
  name: string
  text: string
  answer: z.ZodType<T>
  /** Call points to set aside for it, where it asks for more than a mutation does. */
  cost?: number
}

/** What tells whose discount it is, what it takes off in which currency, and whether it is still good. */
const discountFields = `
  id
  codeDiscount {
    __typename
    ... on DiscountCodeBasic {
      title
      status
      customerGets { value { __typename ... on DiscountAmount { amount { amount currencyCode } } } }
    }
  }`

const discountNode = z.object({
  id: z.string().max(200),
  codeDiscount: z
    .object({
      __typename: z.string().nullish(),
      title: z.string().nullish(),
      status: z.string().nullish(),
      customerGets: z
        .object({
          value: z.object({ amount: z.object({ currencyCode: z.string() }).nullish() }).nullish(),
        })
        .nullish(),
    })
    .nullish(),
})
export type DiscountNode = z.infer<typeof discountNode>

const userErrors = z.array(
  z.object({
    code: z.string().nullish(),
    field: z.array(z.string()).nullish(),
    message: z.string(),
  }),
)
export type UserError = z.infer<typeof userErrors>[number]

const changed = z.object({ codeDiscountNode: discountNode.nullish(), userErrors })

/** https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/discountCodeBasicCreate */
export const createDiscount: AdminDocument<{ discountCodeBasicCreate: z.infer<typeof changed> }> = {
  name: 'discountCodeBasicCreate',
  text: `mutation discountCodeBasicCreate($basicCodeDiscount: DiscountCodeBasicInput!) {
  discountCodeBasicCreate(basicCodeDiscount: $basicCodeDiscount) {
    codeDiscountNode {${discountFields}
    }
    userErrors { code field message }
  }
}`,
  answer: z.object({ discountCodeBasicCreate: changed }),
}

/** https://shopify.dev/docs/api/admin-graphql/2026-10/queries/codeDiscountNodeByCode */
export const findDiscountByCode: AdminDocument<{ codeDiscountNodeByCode?: DiscountNode | null | undefined }> =
  {
    name: 'codeDiscountNodeByCode',
    text: `query codeDiscountNodeByCode($code: String!) {
  codeDiscountNodeByCode(code: $code) {${discountFields}
  }
}`,
    answer: z.object({ codeDiscountNodeByCode: discountNode.nullish() }),
  }

/** https://shopify.dev/docs/api/admin-graphql/2026-10/queries/codeDiscountNode */
export const findDiscount: AdminDocument<{ codeDiscountNode?: DiscountNode | null | undefined }> = {
  name: 'codeDiscountNode',
  text: `query codeDiscountNode($id: ID!) {
  codeDiscountNode(id: $id) {${discountFields}
  }
}`,
  answer: z.object({ codeDiscountNode: discountNode.nullish() }),
}

/** https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/discountCodeDeactivate */
export const deactivateDiscount: AdminDocument<{ discountCodeDeactivate: z.infer<typeof changed> }> = {
  name: 'discountCodeDeactivate',
  text: `mutation discountCodeDeactivate($id: ID!) {
  discountCodeDeactivate(id: $id) {
    codeDiscountNode { id }
    userErrors { code field message }
  }
}`,
  answer: z.object({ discountCodeDeactivate: changed }),
}

/** https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/discountCodeBasicUpdate */
export const changeDiscount: AdminDocument<{ discountCodeBasicUpdate: z.infer<typeof changed> }> = {
  name: 'discountCodeBasicUpdate',
  text: `mutation discountCodeBasicUpdate($id: ID!, $basicCodeDiscount: DiscountCodeBasicInput!) {
  discountCodeBasicUpdate(id: $id, basicCodeDiscount: $basicCodeDiscount) {
    codeDiscountNode {${discountFields}
    }
    userErrors { code field message }
  }
}`,
  answer: z.object({ discountCodeBasicUpdate: changed }),
}
