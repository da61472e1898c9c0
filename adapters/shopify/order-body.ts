import { z } from 'zod'
import { idField, timeField } from './read-body.ts'
import { amountField, currencyField, moneySetField } from './shopify-money.ts'

/**
 * What is read of Shopify's order and refund webhook bodies (REST shape, API 2026-10). Everything else is dropped
 * unread: names, addresses, e-mail, phone.
 */

const list = <T extends z.ZodType>(item: T) => z.array(item).max(5000).nullish()
const attributes = list(z.object({ name: z.unknown().optional(), value: z.unknown().optional() }))
const taxLines = list(
  z.object({ price: amountField.nullish(), price_set: moneySetField, rate: z.number().nullish() }),
)
const allocations = list(z.object({ amount: amountField.nullish(), amount_set: moneySetField }))
const quantity = z.int().min(0).max(1_000_000)

const lineItem = z.object({
  id: idField,
  title: z.string().nullish(),
  product_id: idField.nullish(),
  product_type: z.string().nullish(),
  sku: z.string().nullish(),
  quantity,
  current_quantity: quantity.nullish(),
  price: amountField,
  total_discount: amountField.nullish(),
  discount_allocations: allocations,
  gift_card: z.boolean().nullish(),
  properties: attributes,
  /** Only on the line that checkout makes for a tip. */
  tip: z.unknown().optional(),
})
export type LineItemBody = z.infer<typeof lineItem>

const shippingLine = z.object({
  price: amountField.nullish(),
  discounted_price: amountField.nullish(),
  discount_allocations: allocations,
  tax_lines: taxLines,
  is_removed: z.boolean().nullish(),
})
export type ShippingLineBody = z.infer<typeof shippingLine>

const refundLine = z.object({
  line_item_id: idField,
  quantity,
  subtotal: amountField.nullish(),
  subtotal_set: moneySetField,
  total_tax: amountField.nullish(),
  total_tax_set: moneySetField,
  line_item: z.object({ tax_lines: taxLines }).nullish(),
})

/** A refund as `refunds/create` sends it and as orders hold it. */
export const refundBody = z.object({
  id: idField,
  admin_graphql_api_id: z.string().max(100).nullish(),
  order_id: idField.nullish(),
  refund_line_items: list(refundLine),
  transactions: list(
    z.object({
      kind: z.string().nullish(),
      status: z.string().nullish(),
      amount: amountField.nullish(),
      currency: currencyField.nullish(),
    }),
  ),
  total_duties_set: moneySetField,
})
export type RefundBody = z.infer<typeof refundBody>

export const orderBody = z.object({
  id: idField,
  admin_graphql_api_id: z.string().max(100).nullish(),
  name: z.string().nullish(),
  order_number: idField.nullish(),
  created_at: timeField,
  processed_at: timeField.nullish(),
  updated_at: timeField.nullish(),
  cancelled_at: timeField.nullish(),
  financial_status: z.string().nullish(),
  source_name: z.string().nullish(),
  location_id: idField.nullish(),
  currency: currencyField,
  total_price: amountField,
  total_tax: amountField.nullish(),
  total_tip_received: amountField.nullish(),
  taxes_included: z.boolean().nullish(),
  original_total_duties_set: moneySetField,
  original_total_additional_fees_set: moneySetField,
  line_items: z.array(lineItem).max(5000),
  shipping_lines: list(shippingLine),
  discount_codes: list(z.object({ code: z.string().nullish() })),
  discount_applications: list(z.object({ type: z.string().nullish(), code: z.string().nullish() })),
  note_attributes: attributes,
  customer: z
    .object({ id: idField.nullish(), email: z.unknown().optional(), verified_email: z.unknown().optional() })
    .nullish(),
  refunds: list(refundBody),
  test: z.boolean().nullish(),
})
export type OrderBody = z.infer<typeof orderBody>
