import * as z from 'zod'
import { amount, atMost, boundsOf, currency, needed, quantity, time } from './bounds.ts'

/** Most lines that one order may have. */
const maxLines = 1000
const maxCodes = 100

const text = z.string('must be text')
const number = z.number('must be a number')
const list = <T extends z.ZodType>(item: T) => z.array(item, 'must be a list').nullish()

// Tills write null for what they do not know; fields that are not named here are let through unread.
const line = z.object(
  {
    id: text,
    name: text,
    sku: text.nullish(),
    category: text.nullish(),
    quantity: number,
    total: number,
    giftCard: z.boolean('must be true or false').nullish(),
  },
  'must be an object',
)
const order = z.object(
  {
    id: text,
    number: text.nullish(),
    closedAt: text,
    locationId: text.nullish(),
    currency: text,
    total: number,
    tip: number.nullish(),
    tax: number.nullish(),
    shipping: number.nullish(),
    lines: list(line),
    discountCodes: list(text),
    /** E-mail and phone that the till has not verified go no further. */
    customer: z
      .object(
        {
          id: text.nullish(),
          email: z.unknown().optional(),
          phone: z.unknown().optional(),
          emailVerified: z.unknown().optional(),
          phoneVerified: z.unknown().optional(),
        },
        'must be an object',
      )
      .nullish(),
    card: text.nullish(),
    test: z.boolean('must be true or false').nullish(),
  },
  'must be an object',
)

const checkOrder = boundsOf({
  id: needed(255),
  number: atMost(100),
  closedAt: time,
  updatedAt: time,
  locationId: atMost(255),
  currency,
  total: amount,
  tip: amount,
  tax: amount,
  shipping: amount,
  card: atMost(255),
})
const checkLine = boundsOf({
  id: needed(255),
  name: atMost(500),
  sku: atMost(255),
  category: atMost(255),
  quantity,
  total: amount,
})
const checkCustomer = boundsOf({ id: atMost(255) })
const code = needed(255)

type Context = Pick<z.RefinementCtx, 'addIssue'>

function checkAll(value: z.infer<typeof order>, context: Context): void {
  checkOrder(value, context)
  checkLines(value.lines, checkLine, context)
  if (value.customer) checkCustomer(value.customer, context, ['customer'])
  const codes = value.discountCodes ?? []
  if (codes.length > maxCodes) tooMany(context, 'discountCodes', maxCodes)
  else
    codes.forEach((each, at) => {
      if (!code.holds(each))
        context.addIssue({ code: 'custom', path: ['discountCodes', at], message: code.rule })
    })
}

function checkLines(
  lines: object[] | null | undefined,
  check: ReturnType<typeof boundsOf>,
  context: Context,
): void {
  if (!lines) return
  if (lines.length > maxLines) tooMany(context, 'lines', maxLines)
  else for (let at = 0; at < lines.length; at += 1) check(lines[at]!, context, ['lines', at])
}

function tooMany(context: Context, field: string, most: number): void {
  context.addIssue({ code: 'custom', path: [field], message: `must have at most ${most} entries` })
}

/** `data` of `order.paid`. */
export const paidOrder = order.superRefine(checkAll)
export type PaidOrder = z.infer<typeof order>

/** `data` of `order.updated`: the whole order again, and when it became so. */
export const updatedOrder = order.extend({ updatedAt: text }).superRefine(checkAll)

const checkId = boundsOf({ id: needed(255) })
/** `data` of `order.cancelled`. */
export const cancelledOrder = z.object({ id: text }, 'must be an object').superRefine((it, context) => {
  checkId(it, context)
})

const refund = z.object(
  {
    id: text,
    orderId: text,
    amount: number,
    lines: list(z.object({ id: text, quantity: number, amount: number }, 'must be an object')),
  },
  'must be an object',
)
const checkRefund = boundsOf({ id: needed(255), orderId: needed(255), amount })
const checkRefundLine = boundsOf({ id: needed(255), quantity, amount })
/** `data` of `order.refunded`. */
export const refundedOrder = refund.superRefine((it, context) => {
  checkRefund(it, context)
  checkLines(it.lines, checkRefundLine, context)
})
export type RefundedOrder = z.infer<typeof refund>

const checkEnvelope = boundsOf({ type: needed(100) })
/** Around every message. Its `timestamp` is not read: the tolerance is measured by the signed header. */
export const envelope = z
  .object({ type: text, data: z.unknown() }, 'must be an object')
  .superRefine((it, context) => {
    checkEnvelope(it, context)
  })
