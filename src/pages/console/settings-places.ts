import type { VNode } from 'preact'
import type { LocationRecord } from '../../ports/locations.ts'
import { html } from '../html.ts'
import { type Choice, Field, type FormState, Select } from './form.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { OwnerForm, SettingsFrame } from './settings-page.ts'
import { Empty, Table } from './table.ts'

export type Place = LocationRecord & { tillName: string }

export const placePath = (place: Pick<Place, 'tillId' | 'externalId'>): string =>
  `/console/settings/places/${place.tillId}/${encodeURIComponent(place.externalId)}`

/** Where the tills stand. */
export function PlacesPage(context: ConsoleContext, places: Place[]): VNode {
  const texts = context.speech.texts.console
  const words = texts.settings
  return SettingsFrame(context, 'places', [
    html`<p class="lead">${words.placesIntro}</p>`,
    places.length === 0
      ? Empty(words.noPlaces)
      : Table<Place>({
          label: words.places,
          rows: places,
          columns: [
            {
              head: words.placeName,
              kind: 'main',
              cell: (row) => html`<a href=${placePath(row)}>${row.name ?? row.externalId}</a>`,
            },
            { head: texts.till, cell: (row) => row.tillName },
            { head: words.placeZone, cell: (row) => row.timeZone ?? words.placeZoneShop },
            {
              head: `${words.latitude}, ${words.longitude}`,
              cell: (row) =>
                row.latitude === null || row.latitude === undefined
                  ? '–'
                  : `${row.latitude}, ${row.longitude}`,
            },
          ],
        }),
  ])
}

export function PlacePage(
  context: ConsoleContext,
  { place, form, timeZones }: { place: Place; form: FormState; timeZones: Choice[] },
): VNode {
  const texts = context.speech.texts.console
  const words = texts.settings
  return ConsoleFrame(context, {
    place: 'settings',
    title: place.name ?? place.externalId,
    back: { path: '/console/settings/places', label: words.places },
    body: OwnerForm(context, {
      action: placePath(place),
      form,
      submit: texts.form.save,
      body: [
        Field(form, {
          name: 'name',
          label: words.placeName,
          hint: words.placeNameHint,
          value: place.name,
          more: { maxlength: 100 },
        }),
        Select(form, {
          name: 'timeZone',
          label: words.placeZone,
          value: place.timeZone ?? '',
          choices: [{ value: '', label: words.placeZoneShop }, ...timeZones],
        }),
        Field(form, {
          name: 'latitude',
          label: words.latitude,
          hint: words.degreesHint,
          value: place.latitude ?? null,
          more: { inputmode: 'decimal' },
        }),
        Field(form, {
          name: 'longitude',
          label: words.longitude,
          value: place.longitude ?? null,
          more: { inputmode: 'decimal' },
        }),
      ],
    }),
  })
}
