import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { notFound } from '../../app-error.ts'
import { emptyForm } from '../../pages/console/form.ts'
import { type Place, PlacePage, PlacesPage, placePath } from '../../pages/console/settings-places.ts'
import type { Locations } from '../../ports/locations.ts'
import type { Tills } from '../../ports/tills.ts'
import { text, timeZone } from '../api/fields.ts'
import { type ConsoleDeps, consoleContext } from './console-context.ts'
import { doneAt, readForm } from './console-form.ts'
import { requireRole } from './console-role.ts'
import { requireCsrf } from './console-session.ts'
import { formBody } from './form-body.ts'
import { sendPage } from './page-answer.ts'
import { timeZoneChoices } from './setting-choices.ts'

export type PlacesDeps = ConsoleDeps & {
  tills: Pick<Tills, 'list'>
  locations: Pick<Locations, 'list' | 'put'>
}

/** Typed with a comma or a point. */
const degrees = (most: number) =>
  z
    .string()
    .transform((typed) => Number(typed.replace(',', '.')))
    .pipe(z.number().min(-most).max(most))
    .optional()
const placeForm = z
  .object({
    name: text(100).optional(),
    timeZone: timeZone.optional(),
    latitude: degrees(90),
    longitude: degrees(180),
  })
  .refine((place) => (place.latitude === undefined) === (place.longitude === undefined), {
    path: ['longitude'],
    message: 'missing',
  })

/** `/console/settings/places`: what the tills' locations are called, and where they are. */
export function consolePlaces(deps: PlacesDeps): Router {
  const router = Router()
  router.get('/console/settings/places', async (request, response) => {
    const context = await consoleContext(deps, request, response)
    sendPage(response, PlacesPage(context, await allPlaces(deps, context.merchant.merchantId)))
  })
  router.get('/console/settings/places/:tillId/:externalId', async (request, response) => {
    const { context, place } = await placeOf(deps, request, response)
    const timeZones = timeZoneChoices(place.timeZone)
    sendPage(response, PlacePage(context, { place, form: emptyForm, timeZones }))
  })
  const guards = [formBody, requireCsrf, requireRole('owner')]
  router.post(
    '/console/settings/places/:tillId/:externalId',
    guards,
    (request: Request, response: Response) => change(deps, request, response),
  )
  return router
}

async function change(deps: PlacesDeps, request: Request, response: Response): Promise<void> {
  const { context, place } = await placeOf(deps, request, response)
  const read = readForm(placeForm, request, context.speech)
  if (!read.ok) {
    const timeZones = timeZoneChoices(place.timeZone)
    sendPage(response, PlacePage(context, { place, form: read.form, timeZones }), 422)
    return
  }
  const { name = null, timeZone: zone = null, latitude = null, longitude = null } = read.value
  const { tillId, externalId } = place
  await deps.locations.put(context.merchant.merchantId, {
    ...{ tillId, externalId, name, latitude, longitude },
    timeZone: zone,
  })
  doneAt(response, placePath(place), 'saved')
}

async function placeOf(deps: PlacesDeps, request: Request, response: Response) {
  const context = await consoleContext(deps, request, response)
  const { tillId, externalId } = request.params
  const all = await allPlaces(deps, context.merchant.merchantId)
  const place = all.find((each) => each.tillId === tillId && each.externalId === externalId)
  if (!place) throw notFound('location')
  return { context, place }
}

async function allPlaces({ tills, locations }: PlacesDeps, merchantId: string): Promise<Place[]> {
  const all = await tills.list(merchantId, { after: null, limit: 50 })
  const places = await Promise.all(
    all.map(async (till) =>
      (await locations.list(merchantId, till.id, { after: null, limit: 500 })).map((each) => ({
        ...each,
        tillName: till.name,
      })),
    ),
  )
  return places.flat()
}
