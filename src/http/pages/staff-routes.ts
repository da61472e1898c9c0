import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { formatTime } from '../../messages/formats.ts'
import { staffWords } from '../../messages/staff-words.ts'
import { PinPage, UnboundPage } from '../../pages/staff/sign-in-page.ts'
import {
  clearStaffCookie,
  deviceAt,
  requireDeviceCsrf,
  setStaffCookie,
  staffTokenOf,
  withDevice,
} from './device-session.ts'
import { formBody } from './form-body.ts'
import { contextFor, sendPage } from './page-answer.ts'
import { homeOfDevice } from './pair-routes.ts'
import { type Desk, deskOf, type StaffDeps } from './staff-context.ts'
import { staffCounter } from './staff-counter.ts'
import { staffQueue } from './staff-queue.ts'
import {
  cardForm,
  formOf,
  lookUp,
  redeem,
  redeemForm,
  sendScanner,
  stamp,
  stampForm,
  undo,
  undoForm,
} from './staff-scans.ts'

const pinForm = z.object({
  personId: z.uuid().or(z.literal('')).catch(''),
  pin: z.string().max(20).default(''),
})

/** `/staff`: the team's scanner and the counter's, on devices that belong to the shop. */
export function staffRoutes(deps: StaffDeps): Router {
  const secure = deps.baseUrl.startsWith('https:')
  const router = Router()
  router.get('/staff/sw.js', (_request, response) => {
    response.set({
      'Content-Type': 'text/javascript; charset=utf-8',
      'Cache-Control': 'no-cache',
      // `/counter` lies beside, and `/staff` itself has no slash.
      'Service-Worker-Allowed': '/',
    })
    response.send(deps.assets.plain('staff-sw.js'))
  })
  router.use(['/staff', '/counter'], withDevice({ ...deps, secure }), (request, response, next) => {
    if (deviceAt(response)) return next()
    sendPage(response, UnboundPage(contextFor(request, response, deps.assets)), 401)
  })
  router.use(staffQueue(deps))
  router.use(staffCounter(deps))
  addSignIn(router, deps, secure)
  router.use('/staff', async (request, response, next) => {
    if (deviceAt(response)?.work) return next()
    await sendPinPage(
      deps,
      response,
      await deskOf(deps, request, response),
      { chosen: '', problem: null },
      401,
    )
  })
  addScanner(router, deps)
  return router
}

function addSignIn(router: Router, deps: StaffDeps, secure: boolean): void {
  router.get('/staff', (_request, response, next) => {
    const kind = deviceAt(response)?.device.kind
    if (kind && kind !== 'phone') response.redirect(302, homeOfDevice[kind])
    else next()
  })
  router.post('/staff/pin', formBody, requireDeviceCsrf, async (request, response) => {
    const desk = await deskOf(deps, request, response)
    const { personId, pin } = formOf(pinForm, request.body)
    const result = await deps.enterPin({ device: desk.device, personId: personId || desk.device.id, pin })
    if (result.ok) {
      setStaffCookie(response, secure, result, deps.now())
      response.redirect(303, '/staff')
      return
    }
    const { signIn } = staffWords(desk.speech)
    const problem =
      result.reason === 'locked'
        ? signIn.locked(formatTime(desk.speech, result.until, desk.merchant.timeZone))
        : signIn.wrong
    await sendPinPage(deps, response, desk, { chosen: personId, problem }, 422)
  })
  router.post('/staff/sign-out', formBody, requireDeviceCsrf, async (request, response) => {
    const token = staffTokenOf(request, secure)
    if (token) await deps.stopWork(token)
    clearStaffCookie(response, secure)
    response.redirect(303, '/staff')
  })
}

async function sendPinPage(
  { peopleOnDevice }: StaffDeps,
  response: Response,
  { device, page }: Desk,
  shown: { chosen: string; problem: string | null },
  status: number,
): Promise<void> {
  const people = await peopleOnDevice(device)
  sendPage(response, PinPage({ ...page, deviceName: device.name }, { ...shown, people }), status)
}

function addScanner(router: Router, deps: StaffDeps): void {
  router.get('/staff', async (request, response) => {
    sendScanner(response, await deskOf(deps, request, response), { answer: null })
  })
  const press =
    <Form>(schema: z.ZodType<Form>, act: (desk: Desk, form: Form) => ReturnType<typeof lookUp>) =>
    async (request: Request, response: Response) => {
      const desk = await deskOf(deps, request, response)
      sendScanner(response, desk, await act(desk, formOf(schema, request.body)))
    }
  const guarded = [formBody, requireDeviceCsrf]
  router.post(
    '/staff/card',
    guarded,
    press(cardForm, (desk, { text }) => lookUp(deps, desk, text)),
  )
  router.post(
    '/staff/stamp',
    guarded,
    press(stampForm, (desk, form) => stamp(deps, desk, form)),
  )
  router.post(
    '/staff/redeem',
    guarded,
    press(redeemForm, (desk, form) => redeem(deps, desk, form)),
  )
  router.post(
    '/staff/undo',
    guarded,
    press(undoForm, (desk, form) => undo(deps, desk, form)),
  )
}
