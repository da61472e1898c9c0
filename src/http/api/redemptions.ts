import { z } from 'zod'
import type { RedeemAtCounter } from '../../app/redeem-at-counter.ts'
import type { SelfRedeem } from '../../app/self-redeem.ts'
import type { UndoAction } from '../../app/undo-action.ts'
import { notFound } from '../../app-error.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Screens } from '../../ports/counter.ts'
import type { LiveCodes } from '../../ports/live-codes.ts'
import { serialOf } from './card-code.ts'
import { refused } from './coupon-refusals.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { asTime, id, idParams, text, time, token } from './fields.ts'

export type RedemptionDeps = {
  redeemAtCounter: RedeemAtCounter
  undoAction: UndoAction
  selfRedeem: SelfRedeem
  screens: Screens
  liveCodes: Pick<LiveCodes, 'read'>
  now: Clock
}

export function redemptionEndpoints(deps: RedemptionDeps): Endpoint[] {
  return [redeemEndpoint(deps), undoEndpoint(deps), selfRedeemEndpoint(deps), screenEndpoint(deps)]
}

export const counterField = text(100)
  .optional()
  .describe('Which counter, device or member of staff: it can undo what it did last.')

const redemptionInput = z
  .strictObject({
    code: text(64).optional().describe('Upper and lower case are the same.'),
    couponId: id.optional(),
    serial: token(100)
      .optional()
      .describe('As in the card’s barcode. Alone, it means the one coupon that staff may take.'),
    location: text(100).optional().describe('Said to whoever tries again.'),
    clientId: token(100).optional().describe('Your own id: a repeat answers with what was done.'),
    counter: counterField,
  })
  .refine(
    ({ code, couponId, serial }) => Boolean(code ?? couponId ?? serial),
    'must name a code, a couponId or a serial',
  )
  .refine(({ code, couponId }) => code === undefined || couponId === undefined, {
    path: ['code'],
    message: 'must not come beside couponId',
  })

const redemptionSchema = z.strictObject({
  actionId: id.describe('Undoes it: `POST /undo`, within five minutes.'),
  couponId: id,
  cardId: id,
  title: z.string(),
  state: z.literal('redeemed'),
  redeemedAt: time,
})

const redeemEndpoint = ({ redeemAtCounter, liveCodes, now }: RedemptionDeps) =>
  endpoint({
    method: 'POST',
    path: '/redemptions',
    tag: 'Coupons',
    summary: 'Use a coupon at the counter, once',
    description:
      'By its code, its id, the card’s serial, or the serial and one of the others. Of any number of callers one wins; the others learn when and where it was used.',
    auth: 'merchant',
    body: {
      name: 'RedemptionInput',
      schema: redemptionInput,
      example: { code: 'K7Q2M9ABCD', location: 'Harbour Street', clientId: 'scan-1', counter: 'front' },
    },
    answers: { 200: { description: 'Used now.', name: 'Redemption', schema: redemptionSchema } },
    problems: {
      409: 'It cannot be used: `reason` says why (`code-expired`: the card’s code is older than 90 seconds); `redeemedAt`, `endedAt` and `location` say when and where. `several` brings `choices`.',
    },
    async handle({ merchantId, body: { code, couponId, serial, ...rest } }) {
      const shown = serial === undefined ? undefined : await serialOf(liveCodes, merchantId, serial, now())
      const target = { code, couponId, serial: shown }
      const made = await redeemAtCounter({ merchantId, target, channel: 'api', ...rest })
      if (!made.ok) throw refused(made)
      const { actionId, redeemedAt, coupon } = made
      return {
        status: 200,
        body: {
          actionId,
          couponId: coupon.id,
          cardId: coupon.cardId,
          title: coupon.reward.title,
          state: 'redeemed',
          redeemedAt: asTime(redeemedAt),
        },
      }
    },
  })

const undoneSchema = z.strictObject({
  kind: z.enum(['redemption', 'stamps', 'scan']),
  stamps: z.int().describe('By how much the card changed.'),
  balance: z.int().describe('All stamps of the card, over all cycles.'),
  replacement: z
    .strictObject({ couponId: id, code: z.string().nullable(), expiresAt: time.nullable() })
    .nullable()
    .describe('The coupon that takes the place of the one used, with a new code.'),
})

const undoEndpoint = ({ undoAction }: RedemptionDeps) =>
  endpoint({
    method: 'POST',
    path: '/undo',
    tag: 'Coupons',
    summary: 'Take back what a counter did last',
    description:
      'Within five minutes, once, and only the last action of that counter. A redemption stays used; the customer gets a new coupon with a new code.',
    auth: 'merchant',
    body: {
      name: 'UndoInput',
      schema: z.strictObject({
        actionId: id.describe('`actionId` of a redemption, `entryId` of stamps given with a `counter`.'),
        counter: counterField,
      }),
      example: { actionId: '019aab5e-1f00-7000-8000-000000000003', counter: 'front' },
    },
    answers: { 200: { description: 'Undone.', name: 'Undone', schema: undoneSchema } },
    problems: {
      409: 'It cannot be undone: `reason` is already-undone, too-late, not-last, card-not-active, coupon-changed or not-undoable.',
    },
    async handle({ merchantId, body }) {
      const undone = await undoAction({ merchantId, ...body })
      if (!undone.ok) throw refused(undone, 'not-undone', 'action of this counter')
      const { kind, stamps, balance, replacement } = undone
      return {
        status: 200,
        body: {
          kind,
          stamps,
          balance,
          replacement: replacement && {
            couponId: replacement.id,
            code: replacement.code,
            expiresAt: replacement.expiresAt === null ? null : asTime(replacement.expiresAt),
          },
        },
      }
    },
  })

const selfRedeemSchema = z.union([
  z.strictObject({
    step: z.literal('confirm'),
    confirm: z.string().describe('Send it back to say yes.'),
    until: time,
  }),
  z.strictObject({
    step: z.literal('redeemed'),
    redeemedAt: time,
    screen: z.strictObject({ token: z.string(), until: time }),
  }),
])

const selfRedeemEndpoint = ({ selfRedeem }: RedemptionDeps) =>
  endpoint({
    method: 'POST',
    path: '/coupons/{id}/self-redeem',
    tag: 'Coupons',
    summary: 'Let the customer redeem, in two steps',
    description:
      'The first call changes nothing and gives `confirm`; the call with it redeems and lights a screen for three minutes by the server’s clock.',
    auth: 'merchant',
    params: idParams,
    body: {
      name: 'SelfRedeemInput',
      schema: z.strictObject({ confirm: token(64).optional(), location: text(100).optional() }),
      example: {},
      optional: true,
    },
    answers: {
      200: { description: 'The question, or the screen.', name: 'SelfRedeemStep', schema: selfRedeemSchema },
    },
    problems: {
      409: 'It cannot be redeemed so: `reason` says why, `redeemedAt` and `location` when and where.',
    },
    async handle({ merchantId, params, body }) {
      const step = await selfRedeem({ merchantId, couponId: params.id, ...body })
      if (!step.ok) throw refused(step)
      if (step.step === 'confirm')
        return { status: 200, body: { ...stepOf(step), until: asTime(step.until) } }
      const { redeemedAt, screen } = step
      return {
        status: 200,
        body: {
          step: 'redeemed',
          redeemedAt: asTime(redeemedAt),
          screen: { token: screen.token, until: asTime(screen.until) },
        },
      }
    },
  })

const stepOf = ({ step, confirm }: { step: 'confirm'; confirm: string }) => ({ step, confirm })

const screenSchema = z.strictObject({
  valid: z.boolean().describe('False when the three minutes are over or the use was taken back.'),
  secondsLeft: z.int(),
  serverTime: time,
  couponId: id,
  title: z.string(),
  redeemedAt: time,
})

const screenEndpoint = ({ screens, now }: RedemptionDeps) =>
  endpoint({
    method: 'GET',
    path: '/screens/{token}',
    tag: 'Coupons',
    summary: 'Ask whether a self-redemption’s screen is lit',
    auth: 'merchant',
    params: z.strictObject({ token: token(64) }),
    answers: { 200: { description: 'As it is now.', name: 'Screen', schema: screenSchema } },
    async handle({ merchantId, params }) {
      const screen = await screens.byScreen(merchantId, params.token)
      if (!screen) throw notFound('screen')
      const at = now()
      const msLeft = screen.takenBack ? 0 : Math.max(0, screen.until - at)
      return {
        status: 200,
        body: {
          valid: msLeft > 0,
          secondsLeft: Math.ceil(msLeft / 1000),
          serverTime: asTime(at),
          couponId: screen.couponId,
          title: screen.title,
          redeemedAt: asTime(screen.redeemedAt),
        },
      }
    },
  })
