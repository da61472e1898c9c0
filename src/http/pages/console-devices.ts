import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { type AddDevice, type CreatePairingLink, pairingMs } from '../../app/pair-device.ts'
import { notFound } from '../../app-error.ts'
import { emptyForm, type FormState } from '../../pages/console/form.ts'
import type { ConsoleContext } from '../../pages/console/frame.ts'
import { DevicePage } from '../../pages/console/team-device.ts'
import { type Device, type Devices, deviceKinds } from '../../ports/devices.ts'
import type { JoinOffers } from '../../ports/join-offers.ts'
import type { Locations } from '../../ports/locations.ts'
import type { Tills } from '../../ports/tills.ts'
import { text } from '../api/fields.ts'
import { type ConsoleDeps, consoleContext } from './console-context.ts'
import { doneAt, readForm } from './console-form.ts'
import { requireCsrf } from './console-session.ts'
import { idOf, sendOnce } from './console-team.ts'
import { formBody } from './form-body.ts'
import { sendPage } from './page-answer.ts'

export type DevicesDeps = ConsoleDeps & {
  devices: Devices
  tills: Pick<Tills, 'list'>
  locations: Pick<Locations, 'list'>
  offers: Pick<JoinOffers, 'ofMerchant'>
  addDevice: AddDevice
  createPairingLink: CreatePairingLink
}

const place = z
  .string()
  .regex(/^[0-9a-f-]{36}\/.{1,255}$/)
  .optional()
const newForm = z.object({ name: text(60), place, kind: z.enum(deviceKinds) })
const changeForm = z.object({ name: text(60), place, program: z.uuid().optional() })

/** Devices of the team's room: made, bound by a one-time link, revoked. */
export function consoleDevices(deps: DevicesDeps): Router {
  const router = Router()
  router.get('/console/team/devices/new', async (request, response) =>
    show(deps, response, await consoleContext(deps, request, response), null, emptyForm),
  )
  router.post('/console/team/devices/new', formBody, requireCsrf, (request, response) =>
    add(deps, request, response),
  )
  router.get('/console/team/devices/:id', async (request, response) => {
    const { context, device } = await deviceOf(deps, request, response)
    await show(deps, response, context, device, emptyForm)
  })
  router.post('/console/team/devices/:id', formBody, requireCsrf, async (request, response) => {
    const { context, device } = await deviceOf(deps, request, response)
    const read = readForm(changeForm, request, context.speech)
    if (!read.ok) return show(deps, response, context, device, read.form)
    const { name, place, program } = read.value
    const programId = await kioskProgram(deps, device, program)
    await deps.devices.change(device, { name, ...spot(place), programId })
    doneAt(response, `/console/team/devices/${device.id}`, 'saved')
  })
  router.post('/console/team/devices/:id/link', formBody, requireCsrf, async (request, response) => {
    const { context, device } = await deviceOf(deps, request, response)
    const path = await deps.createPairingLink(device.merchantId, device.id)
    if (!path) throw notFound('device')
    const link = { name: device.name, url: deps.baseUrl + path, expiresAt: deps.now() + pairingMs }
    sendOnce(deps, response, context, { ...link, hint: context.speech.texts.console.team.pairIntro })
  })
  router.post('/console/team/devices/:id/revoke', formBody, requireCsrf, async (request, response) => {
    const { device } = await deviceOf(deps, request, response)
    await deps.devices.revoke(device, deps.now())
    doneAt(response, '/console/team', 'removed')
  })
  return router
}

async function add(deps: DevicesDeps, request: Request, response: Response): Promise<void> {
  const context = await consoleContext(deps, request, response)
  const read = readForm(newForm, request, context.speech)
  if (!read.ok) return show(deps, response, context, null, read.form)
  const { kind, name } = read.value
  const { merchantId } = context.merchant
  const added = await deps.addDevice({ merchantId, kind, name, ...spot(read.value.place) })
  if (added.ok) return doneAt(response, `/console/team/devices/${added.id}`, 'added')
  const errors = { '': context.speech.texts.console.team.tooMany }
  await show(deps, response, context, null, { values: { kind, name }, errors })
}

async function show(
  deps: DevicesDeps,
  response: Response,
  context: ConsoleContext,
  device: Device | null,
  form: FormState,
): Promise<void> {
  const { merchantId } = context.merchant
  const [places, programs] = await Promise.all([
    placesOf(deps, merchantId),
    device?.kind === 'kiosk' ? programsOf(deps, device) : [],
  ])
  const status = Object.keys(form.errors).length > 0 ? 422 : 200
  sendPage(response, DevicePage(context, { device, form, places, programs }), status)
}

/** Locations of all tills, by name. */
async function placesOf({ tills, locations }: DevicesDeps, merchantId: string) {
  const all = await tills.list(merchantId, { after: null, limit: 50 })
  const places = await Promise.all(
    all.map(async (till) =>
      (await locations.list(merchantId, till.id, { after: null, limit: 200 })).map((each) => ({
        value: `${till.id}/${each.externalId}`,
        label: `${each.name ?? each.externalId} (${till.name})`,
      })),
    ),
  )
  return places.flat()
}

/** What a kiosk may hand out: programs that can be joined, and the one it has, which may be paused by now. */
async function programsOf({ offers }: DevicesDeps, { merchantId, programId }: Device) {
  const all = await offers.ofMerchant(merchantId)
  return all
    .filter((offer) => offer.open || offer.programId === programId)
    .map((offer) => ({ value: offer.programId, label: offer.programName }))
}

/** Null unless the device is a kiosk and the program one that it may hand out. */
async function kioskProgram(deps: DevicesDeps, device: Device, wished: string | undefined) {
  if (device.kind !== 'kiosk' || wished === undefined) return null
  return (await programsOf(deps, device)).find(({ value }) => value === wished)?.value ?? null
}

function spot(value: string | undefined): Pick<Device, 'tillId' | 'locationId'> {
  const cut = value?.indexOf('/') ?? -1
  return value && cut > 0
    ? { tillId: value.slice(0, cut), locationId: value.slice(cut + 1) }
    : { tillId: null, locationId: null }
}

async function deviceOf(deps: DevicesDeps, request: Request, response: Response) {
  const context = await consoleContext(deps, request, response)
  const device = await deps.devices.get({ merchantId: context.merchant.merchantId, id: idOf(request) })
  if (!device || device.revokedAt !== null) throw notFound('device')
  return { context, device }
}
