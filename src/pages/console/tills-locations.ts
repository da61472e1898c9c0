import type { VNode } from 'preact'
import { roomTexts } from '../../messages/rooms.ts'
import type { LocationRecord } from '../../ports/locations.ts'
import { html } from '../html.ts'
import { Field, Form, type FormState } from './form.ts'
import type { ConsoleContext } from './frame.ts'
import { type TillView, tillPath } from './tills-view.ts'

/** A place that is being changed. */
export type PlaceForm = { externalId: string; form: FormState }

/** A till's places; one at a time can be changed. */
export function TillLocations(context: ConsoleContext, till: TillView, chosen: PlaceForm | null): VNode {
  const texts = roomTexts(context.speech).tills
  return html`<section id="places">
    <h2>${texts.locations}</h2>
    <p class="lead">${till.locations.length === 0 ? texts.noLocations : texts.locationsHint}</p>
    <ul class="till-places">
      ${till.locations.map((place) =>
        place.externalId === chosen?.externalId
          ? html`<li class="sheet">${PlaceFields(context, till.id, place, chosen.form)}</li>`
          : html`<li class="sheet">
              <p class="row">
                <b>${place.name ?? place.externalId}</b>
                <span class="small">${place.timeZone ?? context.merchant.timeZone}</span>
                <a class="end" href=${`${tillPath(till.id)}?place=${encodeURIComponent(place.externalId)}#places`}
                  >${texts.edit}<span class="unseen"> ${place.name ?? place.externalId}</span></a
                >
              </p>
            </li>`,
      )}
    </ul>
  </section>`
}

function PlaceFields(context: ConsoleContext, tillId: string, place: LocationRecord, form: FormState): VNode {
  const texts = roomTexts(context.speech).tills
  const degrees = { type: 'text', more: { inputmode: 'decimal' } } as const
  const { externalId, name, timeZone, latitude = null, longitude = null } = place
  return Form(context, {
    action: `${tillPath(tillId)}/locations`,
    form,
    submit: context.speech.texts.console.form.save,
    body: html`<input type="hidden" name="externalId" value=${externalId} />
      <div class="fields">
        ${Field(form, { name: 'name', label: texts.name, value: name, more: { maxlength: 100 } })}
        ${Field(form, { name: 'timeZone', label: texts.timeZone, hint: texts.timeZoneHint, value: timeZone })}
        ${Field(form, { name: 'latitude', label: texts.latitude, value: latitude, ...degrees })}
        ${Field(form, { name: 'longitude', label: texts.longitude, hint: texts.nearby, value: longitude, ...degrees })}
      </div>`,
  })
}
