import * as z from 'zod'

const id = z.string().max(255)
/** `amount` is left out by some for 0. Integer minor units. */
const money = z.object({ amount: z.int().nullish(), currency: z.string().nullish() }).nullish()
export type SquareMoney = z.infer<typeof money>

const decimal = z.string().regex(/^\d{1,12}(\.\d{1,8})?$/)
const list = <T extends z.ZodType>(item: T, max: number) => z.array(item).max(max).nullish()

const line = z.object({
  uid: id.nullish(),
  name: z.string().max(1000).nullish(),
  quantity: decimal,
  catalog_object_id: id.nullish(),
  item_type: z.string().nullish(),
  total_money: money,
  total_service_charge_money: money,
})
export type SquareLine = z.infer<typeof line>

const returnedLine = z.object({
  source_line_item_uid: id.nullish(),
  quantity: decimal,
  total_money: money,
})

const orderReturn = z.object({
  source_order_id: id.nullish(),
  return_line_items: list(returnedLine, 1000),
  return_amounts: z.object({ total_money: money }).nullish(),
})
export type SquareReturn = z.infer<typeof orderReturn>

const orderRefund = z.object({
  id: z.string().min(1).max(255),
  tender_id: id.nullish(),
  status: z.string().nullish(),
  amount_money: money,
})
export type SquareRefund = z.infer<typeof orderRefund>

const tender = z.object({
  id: id.nullish(),
  customer_id: id.nullish(),
  amount_money: money,
  card_details: z.object({ status: z.string().nullish() }).nullish(),
})

const discount = z.object({ catalog_object_id: id.nullish(), name: z.string().max(1000).nullish() })

const time = z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'not a time')

/** Square's Order, as much of it as is read; in the names of the REST API. */
export const squareOrder = z.object({
  id: z.string().min(1).max(255),
  location_id: id.nullish(),
  state: z.string().nullish(),
  version: z.int().nullish(),
  created_at: time.nullish(),
  updated_at: time.nullish(),
  closed_at: time.nullish(),
  reference_id: z.string().max(255).nullish(),
  ticket_name: z.string().max(255).nullish(),
  customer_id: id.nullish(),
  metadata: z.record(z.string(), z.string().nullish()).nullish(),
  line_items: list(line, 1000),
  discounts: list(discount, 1000),
  tenders: list(tender, 1000),
  returns: list(orderReturn, 1000),
  refunds: list(orderRefund, 1000),
  return_amounts: z.object({ total_money: money }).nullish(),
  total_money: money,
  total_tax_money: money,
  total_tip_money: money,
  total_service_charge_money: money,
  net_amount_due_money: money,
})
export type SquareOrder = z.infer<typeof squareOrder>

export const amountOf = (of: SquareMoney): number => of?.amount ?? 0
