import { type Response, Router } from 'express'
import { z } from 'zod'
import { conflict } from '../../app-error.ts'
import { staffWords } from '../../messages/staff-words.ts'
import type { Answer } from '../../pages/staff/answer.ts'
import { CounterPage } from '../../pages/staff/counter-page.ts'
import { newSecret } from '../../secrets/random-id.ts'
import { requireDeviceCsrf } from './device-session.ts'
import { formBody } from './form-body.ts'
import { sendPage } from './page-answer.ts'
import { markableOf } from './reporting-tills.ts'
import { notInUse, notShown, redeemed, scanned, undone } from './staff-answers.ts'
import { counterOf, type Desk, deskOf, placeNameOf, type StaffDeps } from './staff-context.ts'
import { formOf, listenerOf, nowOf, sameVisitMs, undoForm } from './staff-scans.ts'

const scanForm = z.object({
  text: z.string().trim().min(1).max(500),
  clientId: z.string().regex(/^[\w-]{8,100}$/),
})

const usedForm = z.object({ couponId: z.uuid(), clientId: z.string().regex(/^[\w-]{8,100}$/) })

/** `/counter`: a scanner types, the card is stamped, nobody presses anything. */
export function staffCounter(deps: StaffDeps): Router {
  const router = Router()
  router.get('/counter', async (request, response) => {
    sendCounter(response, atCounter(await deskOf(deps, request, response)), null)
  })
  router.post('/counter', formBody, requireDeviceCsrf, async (request, response) => {
    const desk = atCounter(await deskOf(deps, request, response))
    sendCounter(response, desk, await answerTo(deps, desk, formOf(scanForm, request.body)))
  })
  addPresses(router, deps)
  return router
}

/** The two that a person presses here: a code was entered at the till, and no, it was not. */
function addPresses(router: Router, deps: StaffDeps): void {
  router.post('/counter/used', formBody, requireDeviceCsrf, async (request, response) => {
    const desk = atCounter(await deskOf(deps, request, response))
    const { speech, page } = desk
    const answer = await redeemAt(deps, desk, formOf(usedForm, request.body))
    const { undoId } = answer
    const fields = undoId && { csrf: page.csrf, actionId: undoId }
    const press = fields ? { action: '/counter/undo', label: staffWords(speech).undo, fields } : undefined
    sendCounter(response, desk, { ...answer, press })
  })
  router.post('/counter/undo', formBody, requireDeviceCsrf, async (request, response) => {
    const desk = atCounter(await deskOf(deps, request, response))
    const { actionId } = formOf(undoForm, request.body)
    const { merchantId, device } = desk
    const result = await deps.undoAction({ merchantId, actionId, counter: counterOf(null, device) })
    sendCounter(response, desk, undone(listenerOf(desk), result))
  })
}

const sendCounter = (response: Response, desk: Desk, answer: Answer | null) =>
  sendPage(response, CounterPage(desk.page, { answer, clientId: newSecret() }))

/** Whatever a phone or a kiosk may do, it does elsewhere. */
function atCounter(desk: Desk): Desk {
  if (desk.device.kind === 'counter') return desk
  throw conflict('wrong-device', staffWords(desk.speech).counter.wrongDevice)
}

async function answerTo(
  deps: StaffDeps,
  desk: Desk,
  { text, clientId }: z.infer<typeof scanForm>,
): Promise<Answer> {
  const { merchantId, speech, device } = desk
  const shown = await deps.findShownCard({ merchantId, text })
  if (!shown.ok) return notShown(speech, shown)
  const { cardId } = shown
  if (shown.couponId !== null) return couponAt(deps, desk, { ...shown, couponId: shown.couponId, clientId })
  const unused = notInUse(speech, shown.state)
  if (unused) return unused
  const before = await deps.loadFace(merchantId, cardId)
  const result = await deps.stampByScan({
    merchantId,
    card: { cardId },
    channel: 'counter',
    clientId,
    tillId: device.tillId ?? undefined,
    locationId: device.locationId ?? undefined,
    counter: counterOf(null, device),
    sameVisitMs: sameVisitMs.counter,
  })
  const { face, ledger } = await nowOf(deps, merchantId, cardId)
  const answer = scanned(listenerOf(desk), result, { face, ledger, before })
  return shown.merged ? { ...answer, details: [...answer.details, staffWords(speech).merged] } : answer
}

/** A coupon's code: redeemed where the counter may, otherwise who takes it is said. */
async function couponAt(
  deps: StaffDeps,
  desk: Desk,
  { cardId, couponId, clientId }: { cardId: string; couponId: string; clientId: string },
): Promise<Answer> {
  const { merchantId, speech } = desk
  const texts = staffWords(speech)
  const face = await deps.loadFace(merchantId, cardId)
  const open = face?.coupons.find((each) => each.id === couponId)
  if (face && open?.kind === 'redeem_code') {
    const markable = (await markableOf(deps, merchantId, face)).has(open.id)
    const details = [open.title, ...(markable ? [] : [texts.tillReports])]
    const fields = { csrf: desk.page.csrf, couponId, clientId: newSecret() }
    const press = markable ? { action: '/counter/used', label: texts.codeUsed, fields } : undefined
    return { tone: 'ask', title: texts.counter.tillCode, code: open.code ?? undefined, details, press }
  }
  if (open?.kind === 'self_redeem')
    return { tone: 'ask', title: texts.counter.selfRedeem, details: [open.title, texts.selfRedeem] }
  return redeemAt(deps, desk, { couponId, clientId })
}

/** Here and now, by whoever stands at the counter. */
async function redeemAt(
  deps: StaffDeps,
  desk: Desk,
  { couponId, clientId }: z.infer<typeof usedForm>,
): Promise<Answer> {
  const { merchantId, device } = desk
  const result = await deps.redeemAtCounter({
    merchantId,
    target: { couponId },
    channel: 'staff',
    location: await placeNameOf(deps, device),
    clientId,
    counter: counterOf(null, device),
  })
  return redeemed(listenerOf(desk), result)
}
