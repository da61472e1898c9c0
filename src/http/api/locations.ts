import { z } from 'zod'
import { notFound } from '../../app-error.ts'
import type { LocationRecord, Locations } from '../../ports/locations.ts'
import type { Tills } from '../../ports/tills.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { id, text, timeZone } from './fields.ts'
import { pageFrom, pageOf, pageQuery, readCursor } from './pages.ts'

export type LocationDeps = { locations: Pick<Locations, 'put' | 'list'>; tills: Pick<Tills, 'find'> }

const zone = timeZone
  .nullable()
  .describe('Days, and times of multipliers, are this place’s. Null: the merchant’s time zone.')
const latitude = z.number().min(-90).max(90).nullable().describe('Degrees; cards are shown near by.')
const longitude = z.number().min(-180).max(180).nullable()
const locationInput = z
  .strictObject({
    name: text(100).nullable().default(null).describe('As customers know it.'),
    timeZone: zone.default(null),
    latitude: latitude.default(null),
    longitude: longitude.default(null),
  })
  .refine((place) => (place.latitude === null) === (place.longitude === null), {
    path: ['longitude'],
    message: 'must be given with the latitude, or neither',
  })
const locationSchema = z.strictObject({
  tillId: id,
  externalId: z.string().describe('The till’s own id of the location.'),
  name: z.string().nullable(),
  timeZone: zone,
  latitude,
  longitude,
})
const show = ({ latitude = null, longitude = null, ...location }: LocationRecord) => ({
  ...location,
  latitude,
  longitude,
})
const locationCursor = z.tuple([text(255)])

export function locationEndpoints({ locations, tills }: LocationDeps): Endpoint[] {
  return [
    endpoint({
      method: 'PUT',
      path: '/tills/{tillId}/locations/{externalId}',
      tag: 'Tills',
      summary: 'Say what a till’s location is called and which time zone it is in',
      description: 'Orders that were judged before keep the time zone that they were judged by.',
      auth: 'merchant',
      params: z.strictObject({ tillId: id, externalId: text(255) }),
      body: {
        name: 'LocationInput',
        schema: locationInput,
        example: { name: 'Harbour Street', timeZone: 'Europe/Berlin', latitude: 53.5436, longitude: 9.9664 },
      },
      answers: { 200: { description: 'The location.', name: 'Location', schema: locationSchema } },
      async handle({ merchantId, params, body }) {
        const location = { ...params, ...body }
        if (!(await locations.put(merchantId, location))) throw notFound('till')
        return { status: 200, body: location }
      },
    }),
    endpoint({
      method: 'GET',
      path: '/tills/{tillId}/locations',
      tag: 'Tills',
      summary: 'List a till’s locations',
      auth: 'merchant',
      params: z.strictObject({ tillId: id }),
      query: pageQuery,
      answers: { 200: { description: 'One page.', name: 'LocationPage', schema: pageOf(locationSchema) } },
      async handle({ merchantId, params: { tillId }, query: { limit, cursor } }) {
        if (!(await tills.find(merchantId, tillId))) throw notFound('till')
        const after = readCursor(locationCursor, cursor)?.[0] ?? null
        const rows = await locations.list(merchantId, tillId, { after, limit: limit + 1 })
        return {
          status: 200,
          body: pageFrom(rows, limit, (row) => [row.externalId], show),
        }
      },
    }),
  ]
}
