import { readFileSync } from 'node:fs'
import { buildSchema, graphql } from 'graphql'
import type { ShopMoney } from './shopify-bodies.ts'
import { decimal } from './shopify-bodies.ts'

const schema = buildSchema(
  readFileSync(new URL('../fixtures/shopify/admin-2026-10.graphql', import.meta.url), 'utf8'),
)

/** A discount code as the shop keeps it. */
export type DoubleDiscount = {
  id: string
  code: string
  title: string
  startsAt: number
  endsAt: number | null
  usageLimit: number | null
  used: number
  deactivated: boolean
  /** Share of the price, or minor units of the whole. */
  gets: { percentage: number } | { amount: number }
  /** Global ids; null for everything. */
  products: string[] | null
  /** Decimal of the shop's currency. */
  minimum: string | null
}

type Input = {
  title?: string
  code?: string
  startsAt?: string
  endsAt?: string | null
  usageLimit?: number | null
  minimumRequirement?: { subtotal?: { greaterThanOrEqualToSubtotal?: string } } | null
  context?: { all?: string }
  customerGets?: {
    items?: { all?: boolean; products?: { productsToAdd?: string[] } }
    value?: { percentage?: number; discountAmount?: { amount?: string } }
  }
}

export type DiscountShelf = {
  readonly discounts: DoubleDiscount[]
  /** Executes a document against the schema: an unknown field or a wrong type fails as at Shopify. */
  execute(query: string, variables: Record<string, unknown>): Promise<object>
  /** The discount of a code typed at the counter, whatever its case. */
  find(code: string): DoubleDiscount | undefined
}

export function createDiscountShelf(money: ShopMoney, now: () => number): DiscountShelf {
  const discounts: DoubleDiscount[] = []
  let made = 0
  const find = (code: string) => discounts.find((one) => one.code.toUpperCase() === code.toUpperCase())
  const byId = (id: string) => discounts.find((one) => one.id === id)
  const node = (one: DoubleDiscount | undefined) => (one ? asNode(one, money, now()) : null)

  function create({ basicCodeDiscount: input }: { basicCodeDiscount: Input }) {
    const errors = inputErrors(input, Boolean(find(input.code ?? '')))
    if (errors.length > 0) return { codeDiscountNode: null, userErrors: errors }
    const discount: DoubleDiscount = {
      id: `gid://shopify/DiscountCodeNode/${1_390_000_000_000 + made++}`,
      code: input.code ?? '',
      title: input.title ?? '',
      startsAt: Date.parse(input.startsAt ?? ''),
      endsAt: input.endsAt ? Date.parse(input.endsAt) : null,
      usageLimit: input.usageLimit ?? null,
      used: 0,
      deactivated: false,
      gets: worthOf(input, money),
      products: input.customerGets?.items?.products?.productsToAdd ?? null,
      minimum: input.minimumRequirement?.subtotal?.greaterThanOrEqualToSubtotal ?? null,
    }
    discounts.push(discount)
    return { codeDiscountNode: node(discount), userErrors: [] }
  }

  /** What the input does not name stays. */
  function change({ id, basicCodeDiscount: input }: { id: string; basicCodeDiscount: Input }) {
    const discount = byId(id)
    if (!discount)
      return { codeDiscountNode: null, userErrors: [problem('id', 'INVALID', 'Discount does not exist.')] }
    if (input.endsAt !== undefined) discount.endsAt = input.endsAt === null ? null : Date.parse(input.endsAt)
    if (input.customerGets) discount.gets = worthOf(input, money)
    if (input.usageLimit !== undefined) discount.usageLimit = input.usageLimit
    if (input.minimumRequirement !== undefined)
      discount.minimum = input.minimumRequirement?.subtotal?.greaterThanOrEqualToSubtotal ?? null
    return { codeDiscountNode: node(discount), userErrors: [] }
  }

  function deactivate({ id }: { id: string }) {
    const discount = byId(id)
    if (!discount)
      return {
        codeDiscountNode: null,
        userErrors: [problem('id', 'INVALID', 'Code discount does not exist.')],
      }
    discount.deactivated = true
    return { codeDiscountNode: node(discount), userErrors: [] }
  }

  function activate({ id }: { id: string }) {
    const discount = byId(id)
    if (!discount)
      return {
        codeDiscountNode: null,
        userErrors: [problem('id', 'INVALID', 'Code discount does not exist.')],
      }
    discount.deactivated = false
    return { codeDiscountNode: node(discount), userErrors: [] }
  }

  const rootValue = {
    discountCodeActivate: activate,
    nodes: ({ ids }: { ids: string[] }) =>
      ids.map((id) => {
        const found = node(byId(id))
        return found && { __typename: 'DiscountCodeNode', ...found }
      }),
    shop: () => ({
      name: 'North Roast',
      ianaTimezone: 'Europe/Berlin',
      currencyCode: money.currency,
      myshopifyDomain: 'north-roast.myshopify.com',
      shopAddress: { countryCodeV2: 'DE' },
    }),
    discountCodeBasicCreate: create,
    discountCodeBasicUpdate: change,
    discountCodeDeactivate: deactivate,
    codeDiscountNode: ({ id }: { id: string }) => node(byId(id)),
    codeDiscountNodeByCode: ({ code }: { code: string }) => node(find(code)),
  }
  return {
    discounts,
    find,
    execute: async (source, variableValues) =>
      JSON.parse(JSON.stringify(await graphql({ schema, source, rootValue, variableValues }))),
  }
}

function worthOf(input: Input, money: ShopMoney): DoubleDiscount['gets'] {
  const value = input.customerGets?.value
  return value?.percentage === undefined
    ? { amount: Math.round(Number(value?.discountAmount?.amount) * 10 ** money.digits) }
    : { percentage: value.percentage }
}

const problem = (field: string, code: string, message: string) => ({ field: field.split('.'), code, message })

/** The fields that Shopify wants of a new code, and their bounds. */
function inputErrors(input: Input, taken: boolean) {
  const errors = []
  const value = input.customerGets?.value
  if (!input.title) errors.push(problem('basicCodeDiscount.title', 'BLANK', "Title can't be blank"))
  if (!input.code) errors.push(problem('basicCodeDiscount.code', 'BLANK', "Code can't be blank"))
  if (!input.startsAt) errors.push(problem('basicCodeDiscount.startsAt', 'BLANK', "Starts at can't be blank"))
  if (!input.context?.all)
    errors.push(problem('basicCodeDiscount.context', 'BLANK', "Context can't be blank"))
  if (value?.percentage !== undefined && !(value.percentage > 0 && value.percentage <= 1))
    errors.push(
      problem(
        'basicCodeDiscount.customerGets.value.percentage',
        'VALUE_OUTSIDE_RANGE',
        'Value must be between 0.0 and 1.0',
      ),
    )
  if ((input.title ?? '').length > 255)
    errors.push(problem('basicCodeDiscount.title', 'EXCEEDED_MAX', 'Title is too long'))
  if (taken)
    errors.push(
      problem('basicCodeDiscount.code', 'TAKEN', 'Code must be unique. Please try a different code.'),
    )
  return errors
}

function asNode(one: DoubleDiscount, money: ShopMoney, now: number) {
  const ended = one.deactivated || (one.endsAt !== null && one.endsAt <= now)
  const value =
    'amount' in one.gets
      ? {
          __typename: 'DiscountAmount',
          amount: { amount: decimal(one.gets.amount, money), currencyCode: money.currency },
          appliesOnEachItem: false,
        }
      : { __typename: 'DiscountPercentage', percentage: one.gets.percentage }
  return {
    id: one.id,
    codeDiscount: {
      __typename: 'DiscountCodeBasic',
      appliesOncePerCustomer: false,
      asyncUsageCount: one.used,
      codes: { nodes: [{ code: one.code }] },
      minimumRequirement:
        one.minimum === null
          ? null
          : {
              __typename: 'DiscountMinimumSubtotal',
              greaterThanOrEqualToSubtotal: { amount: one.minimum, currencyCode: money.currency },
            },
      customerGets: {
        value,
        items: one.products
          ? {
              __typename: 'DiscountProducts',
              products: ({ first = 50 }: { first?: number }) => ({
                nodes: (one.products ?? []).slice(0, first).map((id) => ({ id })),
              }),
            }
          : { __typename: 'AllDiscountItems' },
      },
      endsAt: one.endsAt === null ? null : new Date(one.endsAt).toISOString(),
      startsAt: new Date(one.startsAt).toISOString(),
      status: ended ? 'EXPIRED' : one.startsAt > now ? 'SCHEDULED' : 'ACTIVE',
      title: one.title,
      usageLimit: one.usageLimit,
    },
  }
}
