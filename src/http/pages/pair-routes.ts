import { type Request, type Response, Router } from 'express'
import type { OpenStaffLink } from '../../app/enter-pin.ts'
import type { LookAtPairing, PairDevice } from '../../app/pair-device.ts'
import { MessagePage } from '../../pages/message-page.ts'
import { PairPage } from '../../pages/pair-page.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ConsoleReads } from '../../ports/console-reads.ts'
import type { DeviceKind } from '../../ports/devices.ts'
import { perMinute } from '../per-minute.ts'
import type { Assets } from './assets.ts'
import { clearStaffCookie, setDeviceCookie, setStaffCookie } from './device-session.ts'
import { contextFor, sendPage } from './page-answer.ts'

export type PairDeps = {
  assets: Assets
  baseUrl: string
  now: Clock
  reads: Pick<ConsoleReads, 'merchant'>
  lookAtPairing: LookAtPairing
  pairDevice: PairDevice
  openStaffLink: OpenStaffLink
}

/** Where a device does its work. */
export const homeOfDevice: Record<DeviceKind, string> = {
  phone: '/staff',
  counter: '/counter',
  kiosk: '/kiosk',
}

/** `/pair/…`: a one-time link that binds a device of the shop, or somebody's own phone. */
export function pairRoutes(deps: PairDeps): Router {
  const secure = deps.baseUrl.startsWith('https:')
  const router = Router()
  router.use('/pair', attempts, (_request, response, next) => {
    response.set({ 'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-store' })
    next()
  })
  router.get('/pair/:token', async (request, response) => {
    const pairing = await deps.lookAtPairing(tokenOf(request))
    const merchant = pairing && (await deps.reads.merchant(pairing.merchantId))
    if (!pairing || !merchant) return spent(deps, request, response)
    const context = contextFor(request, response, deps.assets, merchant.locale)
    const becomes = pairing.device
      ? { device: pairing.device.name }
      : { person: pairing.person?.name ?? merchant.name }
    sendPage(response, PairPage(context, { action: request.path, becomes, shop: merchant.name }))
  })
  router.post('/pair/:token', async (request, response) => {
    const paired = await deps.pairDevice(tokenOf(request))
    if (paired) {
      setDeviceCookie(response, secure, paired.token)
      clearStaffCookie(response, secure)
      response.redirect(303, homeOfDevice[paired.device.kind])
      return
    }
    const phone = await deps.openStaffLink(tokenOf(request))
    if (!phone) return spent(deps, request, response)
    setDeviceCookie(response, secure, phone.deviceToken)
    setStaffCookie(response, secure, phone, deps.now())
    response.redirect(303, homeOfDevice.phone)
  })
  return router
}

const tokenOf = (request: Request): string => String(request.params.token).slice(0, 100)

function spent(deps: PairDeps, request: Request, response: Response): void {
  const context = contextFor(request, response, deps.assets)
  const { bindSpentTitle: title, bindSpent: message } = context.speech.texts.console.team
  sendPage(response, MessagePage(context, { title, message }), 410)
}

const attempts = perMinute(30)
