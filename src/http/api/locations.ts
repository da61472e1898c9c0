import { z } from 'zod'
import { notFound } from '../../app-error.ts'
import type { Locations } from '../../ports/locations.ts'
import type { Tills } from '../../ports/tills.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { id, text, timeZone } from './fields.ts'
import { pageFrom, pageOf, pageQuery, readCursor } from './pages.ts'

export type LocationDeps = { locations: Pick<Locations, 'put' | 'list'>; tills: Pick<Tills, 'find'> }

const zone = timeZone
  .nullable()
  .describe('Days, and times of multipliers, are this place’s. Null: the merchant’s time zone.')
const locationInput = z.strictObject({
  name: text(100).nullable().default(null).describe('As customers know it.'),
  timeZone: zone.default(null),
})
const locationSchema = z.strictObject({
  tillId: id,
  externalId: z.string().describe('The till’s own id of the location.'),
  name: z.string().nullable(),
  timeZone: zone,
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
        example: { name: 'Harbour Street', timeZone: 'Europe/Berlin' },
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
          body: pageFrom(
            rows,
            limit,
            (row) => [row.externalId],
            (row) => row,
          ),
        }
      },
    }),
  ]
}
