import { z } from 'zod'
import type { GiveVoucher } from '../../app/give-voucher.ts'
import type { ExtendCoupon, ReinstateCoupon } from '../../app/renew-coupon.ts'
import { invalid, notFound } from '../../app-error.ts'
import type { CouponsRead } from '../../ports/cards.ts'
import type { Clock } from '../../ports/clock.ts'
import { refused } from './coupon-refusals.ts'
import { couponSchema, showCoupon } from './coupon-schema.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { id, idParams, text, time } from './fields.ts'
import { checkReward } from './program-rules.ts'
import { rewardInput } from './program-schema.ts'

export type CouponLifeDeps = {
  coupons: Pick<CouponsRead, 'find'>
  extendCoupon: ExtendCoupon
  reinstateCoupon: ReinstateCoupon
  giveVoucher: GiveVoucher
  now: Clock
}

export function couponLifeEndpoints(deps: CouponLifeDeps): Endpoint[] {
  return [extendEndpoint(deps), reinstateEndpoint(deps), voucherEndpoint(deps)]
}

async function shown({ coupons, now }: CouponLifeDeps, merchantId: string, couponId: string) {
  const coupon = await coupons.find(merchantId, couponId)
  if (!coupon) throw notFound('coupon')
  return showCoupon(coupon, now())
}

const extendEndpoint = (deps: CouponLifeDeps) =>
  endpoint({
    method: 'POST',
    path: '/coupons/{id}/extend',
    tag: 'Coupons',
    summary: 'Let a coupon run longer; its code too, in tills that know an end',
    auth: 'merchant',
    params: idParams,
    body: {
      name: 'ExtendInput',
      schema: z.strictObject({ expiresAt: time }),
      example: { expiresAt: '2027-01-31T22:59:59Z' },
    },
    answers: { 200: { description: 'The coupon as it now is.', name: 'Coupon', schema: couponSchema } },
    problems: { 409: 'It is not open any more, or the new end is not later.' },
    async handle({ merchantId, params, body }) {
      const expiresAt = Date.parse(body.expiresAt)
      const extended = await deps.extendCoupon({ merchantId, couponId: params.id, expiresAt })
      if (!extended.ok) throw refused(extended)
      return { status: 200, body: await shown(deps, merchantId, params.id) }
    },
  })

const reinstateEndpoint = (deps: CouponLifeDeps) =>
  endpoint({
    method: 'POST',
    path: '/coupons/{id}/reinstate',
    tag: 'Coupons',
    summary: 'Give an expired or revoked coupon back, once, as a new one with a new code',
    auth: 'merchant',
    params: idParams,
    body: {
      name: 'ReinstateInput',
      schema: z.strictObject({
        expiresAt: time.optional().describe('End of the new one; as its reward says where left out.'),
      }),
      example: {},
      optional: true,
    },
    answers: { 201: { description: 'The new coupon.', name: 'Coupon', schema: couponSchema } },
    problems: {
      409: 'It is open still, was used or replaced, its stamps are gone, or its end would lie behind: `reason` says which.',
    },
    async handle({ merchantId, params, body }) {
      const expiresAt = body.expiresAt === undefined ? undefined : Date.parse(body.expiresAt)
      const made = await deps.reinstateCoupon({ merchantId, couponId: params.id, expiresAt })
      if (!made.ok) throw refused(made)
      return { status: 201, body: await shown(deps, merchantId, made.coupon.id) }
    },
  })

const voucherInput = z
  .strictObject({
    rewardId: id.optional().describe('A reward of a program, as it now is.'),
    reward: rewardInput.optional().describe('One made for this voucher alone.'),
    reason: text(200).describe('Shown with the coupon.'),
  })
  .refine(({ rewardId, reward }) => (rewardId === undefined) !== (reward === undefined), {
    path: ['reward'],
    message: 'must be given, or else rewardId, and not both',
  })

const voucherEndpoint = (deps: CouponLifeDeps) =>
  endpoint({
    method: 'POST',
    path: '/cards/{id}/vouchers',
    tag: 'Coupons',
    summary: 'Give a coupon without stamps',
    auth: 'merchant',
    params: idParams,
    body: {
      name: 'VoucherInput',
      schema: voucherInput,
      example: { reward: { title: 'Free cake', kind: 'staff_scan' }, reason: 'Happy birthday' },
    },
    answers: { 201: { description: 'The coupon.', name: 'Coupon', schema: couponSchema } },
    problems: { 409: 'The card is not active, or the reason is reserved.' },
    async handle({ merchantId, operationId: couponId, params, body: { rewardId, reward: own, reason } }) {
      const reward = own ?? { rewardId: rewardId ?? '' }
      if (own) check(own, deps.now())
      const given = await deps.giveVoucher({ merchantId, cardId: params.id, couponId, reward, reason })
      if (!given.ok && given.reason === 'needs-discount')
        throw invalid([{ field: own ? 'reward.discount' : 'rewardId', message: noDiscount }])
      if (!given.ok) throw refused(given)
      return { status: 201, body: await shown(deps, merchantId, given.coupon.id) }
    },
  })

const noDiscount =
  'must say what to take off (discount): codes are made in a till, which has to know. Or import the codes (codeSource pool)'

function check(reward: z.output<typeof rewardInput>, now: number): void {
  const problems = checkReward(reward)
  if (reward.codeSource === 'pool')
    problems.push({
      field: 'codeSource',
      message: 'a pool belongs to a reward of a program: send its rewardId',
    })
  if (reward.expiresAt !== undefined && Date.parse(reward.expiresAt) <= now)
    problems.push({ field: 'expiresAt', message: 'must lie ahead' })
  if (problems.length > 0)
    throw invalid(problems.map(({ field, message }) => ({ field: `reward.${field}`, message })))
}
