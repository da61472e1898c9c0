import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { EndRefusal, RevokeResult } from '../../app/end-coupon.ts'
import type { RedeemAtCounter } from '../../app/redeem-at-counter.ts'
import type { ExtendCoupon, ReinstateCoupon } from '../../app/renew-coupon.ts'
import { type UndoAction, undoWithinMs } from '../../app/undo-action.ts'
import { notFound } from '../../app-error.ts'
import { localTime } from '../../domain/local-time.ts'
import { tillReports } from '../../domain/mark-used.ts'
import { endOfDay } from '../../domain/stamp-clock.ts'
import { CouponPage } from '../../pages/console/coupon-page.ts'
import { CouponsPage, couponStates } from '../../pages/console/coupons-list.ts'
import type { FailedDeed } from '../../pages/console/deeds.ts'
import type { CodeWatch } from '../../ports/code-watch.ts'
import { couponKinds } from '../../ports/console-coupons.ts'
import type { Tills } from '../../ports/tills.ts'
import { isUuid, newId } from '../../secrets/random-id.ts'
import { type ConsoleDeps, consoleContext } from './console-context.ts'
import {
  addDeed,
  type DeedOutcome,
  type DeedPage,
  intentField,
  reasonField,
  uuidField,
} from './console-deed.ts'
import { sendPage } from './page-answer.ts'
import { reportingTills } from './reporting-tills.ts'

export type ConsoleCouponsDeps = {
  redeemAtCounter: RedeemAtCounter
  undoAction: UndoAction
  revokeCoupon(input: { merchantId: string; couponId: string; reason: string }): Promise<RevokeResult>
  extendCoupon: ExtendCoupon
  reinstateCoupon: ReinstateCoupon
  tills: Pick<Tills, 'list'>
  codeWatch: Pick<CodeWatch, 'askRepair'>
}
type Deps = ConsoleDeps & ConsoleCouponsDeps

const listQuery = z.object({
  cursor: z.string().max(500).optional().catch(undefined),
  search: z.string().trim().max(64).optional().catch(undefined),
  state: z.enum(couponStates).optional().catch(undefined),
  only: z.enum(couponKinds).optional().catch(undefined),
})

const dayMs = 86_400_000

/** `/console/coupons`: the list, one coupon with its code in every till, and what can be done about it. */
export function consoleCoupons(deps: Deps): Router {
  const router = Router()
  router.get('/console/coupons', async (request, response) => {
    const context = await consoleContext(deps, request, response)
    const { cursor, ...filter } = listQuery.parse(request.query)
    const page = await deps.reads.coupons(context.merchant.merchantId, { cursor, ...filter })
    sendPage(response, CouponsPage(context, { page, filter, cursor }))
  })
  router.get('/console/coupons/:id', (request, response) =>
    showCoupon(deps, request, response, request.params.id, null),
  )
  const page: DeedPage = {
    path: '/console/coupons',
    show: (request, response, id, failed) => showCoupon(deps, request, response, id, failed),
  }
  usingDeeds(router, deps, page)
  endingDeeds(router, deps, page)
  return router
}

async function showCoupon(
  deps: Deps,
  request: Request,
  response: Response,
  id: string,
  failed: FailedDeed | null,
): Promise<void> {
  const context = await consoleContext(deps, request, response)
  const { merchantId, timeZone } = context.merchant
  const now = deps.now()
  const coupon = isUuid(id) ? await deps.reads.coupon(merchantId, id, now - undoWithinMs) : null
  if (!coupon) throw notFound('coupon')
  const earliest = Math.max(now, (coupon.expiresAt ?? 0) + dayMs)
  const earliestEnd = localTime(coupon.state === 'active' ? earliest : now, timeZone).date
  const reported = tillReports(coupon.reward, await reportingTills(deps, merchantId))
  const page = CouponPage(context, { coupon, failed, intent: newId(now), earliestEnd, reported })
  sendPage(response, page, response.statusCode)
}

const said = (
  done: string,
  result: { ok: true } | EndRefusal | { ok: false; reason: string },
): DeedOutcome => (result.ok ? { ok: true, done } : result)

function usingDeeds(router: Router, deps: Deps, page: DeedPage): void {
  addDeed(router, deps, page, {
    name: 'redeem',
    role: 'manager',
    schema: z.object({
      location: z.string().max(100).optional(),
      intent: intentField,
      anyway: z.literal('1').optional().catch(undefined),
    }),
    carryOut: async ({ location, intent, anyway }, { merchantId, id: couponId, counter }) =>
      said(
        'redeemed',
        await deps.redeemAtCounter({
          ...{ merchantId, target: { couponId }, channel: 'staff', location, counter },
          clientId: `console/${intent}`,
          anyway: anyway !== undefined,
        }),
      ),
  })
  addDeed(router, deps, page, {
    name: 'undo',
    role: 'manager',
    schema: z.object({ actionId: uuidField }),
    async carryOut({ actionId }, { merchantId, id: couponId }) {
      const coupon = await deps.reads.coupon(merchantId, couponId, deps.now() - undoWithinMs)
      // Whichever counter it was: the console answers for all of them.
      if (coupon?.lastUse?.actionId !== actionId) return { ok: false, reason: 'too-late' }
      return said('undone', await deps.undoAction({ merchantId, actionId, counter: coupon.lastUse.counter }))
    },
  })
  addDeed(router, deps, page, {
    name: 'repair',
    role: 'manager',
    schema: z.object({}),
    async carryOut(_, { merchantId, id }) {
      await deps.codeWatch.askRepair({ merchantId, id })
      return { ok: true, done: 'repairing' }
    },
  })
}

function endingDeeds(router: Router, deps: Deps, page: DeedPage): void {
  /** The end of a day by the shop's clock. */
  const endOf = async (merchantId: string, day: string) => {
    const merchant = await deps.reads.merchant(merchantId)
    return endOfDay(day, merchant?.timeZone ?? 'UTC')
  }
  addDeed(router, deps, page, {
    name: 'revoke',
    role: 'manager',
    schema: z.object({ reason: reasonField }),
    carryOut: async ({ reason }, { merchantId, id: couponId }) =>
      said('revoked', await deps.revokeCoupon({ merchantId, couponId, reason })),
  })
  addDeed(router, deps, page, {
    name: 'extend',
    role: 'manager',
    schema: z.object({ day: z.iso.date() }),
    async carryOut({ day }, { merchantId, id: couponId }) {
      const expiresAt = await endOf(merchantId, day)
      const result = await deps.extendCoupon({ merchantId, couponId, expiresAt })
      return result.ok || result.reason !== 'not-later'
        ? said('extended', result)
        : { ok: false, reason: 'not-later', field: 'day' }
    },
  })
  addDeed(router, deps, page, {
    name: 'reinstate',
    role: 'manager',
    schema: z.object({ day: z.iso.date().optional() }),
    async carryOut({ day }, { merchantId, id: couponId }) {
      const expiresAt = day === undefined ? undefined : await endOf(merchantId, day)
      const result = await deps.reinstateCoupon({ merchantId, couponId, expiresAt })
      return result.ok
        ? { ok: true, done: 'reinstated', path: `/console/coupons/${result.coupon.id}` }
        : result
    },
  })
}
