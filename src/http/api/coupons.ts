import { z } from 'zod'
import type { RevokeResult } from '../../app/end-coupon.ts'
import { notFound } from '../../app-error.ts'
import { normalCode } from '../../domain/coupon.ts'
import type { CouponsRead } from '../../ports/cards.ts'
import type { Clock } from '../../ports/clock.ts'
import { type CouponLifeDeps, couponLifeEndpoints } from './coupon-life.ts'
import { refused } from './coupon-refusals.ts'
import { couponSchema, couponStates, showCoupon, stateAt } from './coupon-schema.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { asTime, asTimeOrNull, id, idParams, text, time } from './fields.ts'
import { idCursor, pageFrom, pageOf, pageQuery, readCursor } from './pages.ts'
import { discountSchema, rewardLimits } from './program-schema.ts'
import { counterField, type RedemptionDeps, redemptionEndpoints } from './redemptions.ts'
import { type UnassignedUseDeps, unassignedUseEndpoints } from './unassigned-uses.ts'

export type CouponDeps = {
  coupons: CouponsRead
  revokeCoupon(request: { merchantId: string; couponId: string; reason: string }): Promise<RevokeResult>
  now: Clock
} & RedemptionDeps &
  CouponLifeDeps &
  UnassignedUseDeps

/** Everything about coupons. */
export function couponEndpoints(deps: CouponDeps): Endpoint[] {
  return [
    ...readEndpoints(deps),
    redeemEndpoint(deps),
    revokeEndpoint(deps),
    codeEndpoint(deps),
    ...redemptionEndpoints(deps),
    ...couponLifeEndpoints(deps),
    ...unassignedUseEndpoints(deps),
  ]
}

const listQuery = pageQuery.extend({ state: z.enum(couponStates).optional(), cardId: id.optional() })

const readEndpoints = ({ coupons, now }: CouponDeps) => [
  endpoint({
    method: 'GET',
    path: '/coupons',
    tag: 'Coupons',
    summary: 'List coupons, newest first',
    auth: 'merchant',
    query: listQuery,
    answers: { 200: { description: 'One page.', name: 'CouponPage', schema: pageOf(couponSchema) } },
    async handle({ merchantId, query: { limit, cursor, ...filter } }) {
      const after = readCursor(idCursor, cursor)?.[0] ?? null
      const rows = await coupons.list(merchantId, { ...filter, after, limit: limit + 1 })
      const page = pageFrom(
        rows,
        limit,
        (row) => [row.id],
        (row) => showCoupon(row, now()),
      )
      return { status: 200, body: page }
    },
  }),
  endpoint({
    method: 'GET',
    path: '/coupons/{id}',
    tag: 'Coupons',
    summary: 'Read a coupon',
    auth: 'merchant',
    params: idParams,
    answers: { 200: { description: 'The coupon.', name: 'Coupon', schema: couponSchema } },
    async handle({ merchantId, params }) {
      const coupon = await coupons.find(merchantId, params.id)
      if (!coupon) throw notFound('coupon')
      return { status: 200, body: showCoupon(coupon, now()) }
    },
  }),
]

const redeemEndpoint = ({ redeemAtCounter }: CouponDeps) =>
  endpoint({
    method: 'POST',
    path: '/coupons/{id}/redeem',
    tag: 'Coupons',
    summary: 'Use a coupon, once',
    auth: 'merchant',
    params: idParams,
    body: {
      name: 'RedeemInput',
      schema: z.strictObject({
        location: text(100).optional().describe('Said to whoever tries again.'),
        counter: counterField,
      }),
      example: { location: 'Harbour Street' },
      optional: true,
    },
    answers: {
      200: {
        description: 'Used now.',
        name: 'Redeemed',
        schema: z.strictObject({
          state: z.literal('redeemed'),
          redeemedAt: time,
          actionId: id.describe('Undoes it: `POST /undo`, within five minutes.'),
        }),
      },
    },
    problems: {
      409: 'It cannot be used: `reason` is already-redeemed, expired, revoked, not-ready or card-not-active; `redeemedAt` and `location` say when and where it was used.',
    },
    async handle({ merchantId, params, body }) {
      const target = { couponId: params.id }
      const redeemed = await redeemAtCounter({ merchantId, target, channel: 'api', ...body })
      if (!redeemed.ok) throw refused(redeemed)
      const { redeemedAt, actionId } = redeemed
      return { status: 200, body: { state: 'redeemed', redeemedAt: asTime(redeemedAt), actionId } }
    },
  })

const revokeEndpoint = ({ revokeCoupon }: CouponDeps) =>
  endpoint({
    method: 'POST',
    path: '/coupons/{id}/revoke',
    tag: 'Coupons',
    summary: 'Take a coupon back; its code stops working in the tills',
    auth: 'merchant',
    params: idParams,
    body: {
      name: 'RevokeInput',
      schema: z.strictObject({ reason: text(200).default('revoked by the merchant') }),
      example: { reason: 'Issued by mistake' },
      optional: true,
    },
    answers: {
      200: {
        description: 'Revoked.',
        name: 'Revoked',
        schema: z.strictObject({ state: z.literal('revoked') }),
      },
    },
    problems: {
      409: 'It was used, has expired or was revoked before, or the reason is reserved: `reason` says which.',
    },
    async handle({ merchantId, params, body }) {
      const revoked = await revokeCoupon({ merchantId, couponId: params.id, reason: body.reason })
      if (!revoked.ok) throw refused(revoked)
      return { status: 200, body: { state: 'revoked' } }
    },
  })

const codeParams = z.strictObject({ code: text(64) })
const codeSchema = z.strictObject({
  state: z.enum(couponStates),
  title: z.string(),
  discount: discountSchema.nullable(),
  limits: rewardLimits.nullable(),
  couponId: id,
  kind: z.enum(['self_redeem', 'staff_scan', 'redeem_code']),
  expiresAt: time.nullable(),
})

const codeEndpoint = ({ coupons, now }: CouponDeps) =>
  endpoint({
    method: 'GET',
    path: '/codes/{code}',
    tag: 'Coupons',
    summary: 'Ask whether a code is good',
    description:
      'Upper and lower case are the same. How a till without discount codes of its own checks one.',
    auth: 'merchant',
    params: codeParams,
    answers: { 200: { description: 'The coupon that holds the code.', name: 'Code', schema: codeSchema } },
    async handle({ merchantId, params }) {
      const coupon = await coupons.byCode(merchantId, normalCode(params.code))
      if (!coupon) throw notFound('code')
      const { title, discount = null, limits = null, kind } = coupon.reward
      const expiresAt = asTimeOrNull(coupon.expiresAt)
      const state = stateAt(coupon, now())
      return { status: 200, body: { state, title, discount, limits, couponId: coupon.id, kind, expiresAt } }
    },
  })
