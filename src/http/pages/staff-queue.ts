import { json, Router } from 'express'
import { z } from 'zod'
import { conflict } from '../../app-error.ts'
import type { QueuedScan } from '../../domain/queued-scan.ts'
import { staffWords } from '../../messages/staff-words.ts'
import type { Answer } from '../../pages/staff/answer.ts'
import type { Person } from '../../ports/team.ts'
import { readDeviceKey } from '../../secrets/device-signature.ts'
import { requireDeviceCsrf } from './device-session.ts'
import { notShown, scanned } from './staff-answers.ts'
import { counterOf, type Desk, deskOf, type StaffDeps } from './staff-context.ts'
import { amountIn, formOf, listenerOf, nowOf, sameVisitMs } from './staff-scans.ts'

/** As for scans over the API. */
const oldestMs = 72 * 3_600_000
/** So far apart, clocks count as the same. */
const sameTimeMs = 10_000

const base64 = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/)
    .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))

const keyBody = z.object({ key: base64(400) })
const entrySchema = z.object({
  sequence: z.int().min(1),
  clientId: z.string().regex(/^[\w-]{8,100}$/),
  text: z.string().min(1).max(500),
  at: z.int().min(0).max(8.64e15),
  personId: z.union([z.uuid(), z.literal('')]),
  count: z.int().min(0).max(50),
  amount: z.string().max(12).default(''),
  signature: base64(100),
})
const queueBody = z.object({
  /** The device's clock as it sent them. */
  sentAt: z.int().min(0).max(8.64e15).optional(),
  entries: z.array(entrySchema).min(1).max(20),
})
type Entry = z.infer<typeof entrySchema>

/** What a device captured without connection: its key once, then its entries, each answered. No session is needed. */
export function staffQueue(deps: StaffDeps): Router {
  const router = Router()
  const body = json({ limit: '64kb' })
  router.post('/staff/key', body, requireDeviceCsrf, async (request, response) => {
    const { device } = await deskOf(deps, request, response)
    const { key } = formOf(keyBody, request.body)
    if (!readDeviceKey(key) || !(await deps.devices.setKey(device, key)))
      throw conflict('key-refused', 'The device signs with another key already.')
    response.json({ ok: true })
  })
  router.post('/staff/queue', body, requireDeviceCsrf, async (request, response) => {
    const desk = await deskOf(deps, request, response)
    if (desk.device.kind === 'kiosk') throw conflict('wrong-device', 'A kiosk keeps no scans.')
    const answers = []
    const { entries, sentAt = deps.now() } = formOf(queueBody, request.body)
    const wrongBy = clockError(sentAt, deps.now())
    for (const entry of entries)
      answers.push({ clientId: entry.clientId, ...(await apply(deps, desk, entry, wrongBy)) })
    response.set('Cache-Control', 'no-store').json({ answers })
  })
  return router
}

/** How far the device's clock is ahead, in milliseconds: nobody loses stamps because it goes wrong. */
function clockError(sentAt: number, now: number): number {
  return Math.abs(sentAt - now) > sameTimeMs ? sentAt - now : 0
}

/** Applied first, its number taken afterwards: whoever dies between the two applies it once more, which changes nothing. */
async function apply(
  deps: StaffDeps,
  desk: Desk,
  { signature, ...entry }: Entry,
  wrongBy: number,
): Promise<Answer> {
  const { offline } = staffWords(desk.speech)
  const refused = (why: string): Answer => ({
    tone: 'no',
    title: staffWords(desk.speech).no.title,
    details: [why],
  })
  const check = await deps.checkQueuedScan(desk.device, entry, signature)
  if (!check.ok) return refused(offline.refused[check.reason])
  const now = deps.now()
  const person = entry.personId
    ? await deps.team.get({ merchantId: desk.merchantId, id: entry.personId })
    : null
  // A clock that was put right in between leaves times ahead of now: it was before now all the same.
  const at = Math.min(entry.at - wrongBy, now)
  const why = at < now - oldestMs ? 'too-old' : desk.device.kind === 'phone' && !person && 'no-person'
  const answer = why ? refused(offline.refused[why]) : await stampQueued(deps, desk, { ...entry, at }, person)
  await deps.devices.takeSequence(desk.device, entry.sequence)
  return answer
}

async function stampQueued(
  deps: StaffDeps,
  desk: Desk,
  entry: QueuedScan,
  person: Person | null,
): Promise<Answer> {
  const { merchantId, device } = desk
  const shown = await deps.findShownCard({ merchantId, text: entry.text, at: entry.at })
  if (!shown.ok) return notShown(desk.speech, shown)
  const before = await deps.loadFace(merchantId, shown.cardId)
  const amount = before ? amountIn(entry.amount, before) : undefined
  const { no, badAmount } = staffWords(desk.speech)
  if (amount === 'bad') return { tone: 'no', title: no.title, details: [badAmount] }
  const channel = device.kind === 'counter' ? 'counter' : 'staff'
  const result = await deps.stampByScan({
    merchantId,
    card: { cardId: shown.cardId },
    channel,
    sameVisitMs: sameVisitMs[channel],
    clientId: entry.clientId,
    tillId: device.tillId ?? undefined,
    locationId: device.locationId ?? undefined,
    counter: counterOf(person, device),
    at: entry.at,
    amount,
    count: entry.count > 0 ? entry.count : undefined,
  })
  const { ledger, face } = await nowOf(deps, merchantId, shown.cardId)
  return scanned(listenerOf(desk), result, { face, ledger })
}
