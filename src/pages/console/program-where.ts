import type { VNode } from 'preact'
import { html } from '../html.ts'
import { Checkbox, Field } from './form.ts'
import type { ConsoleContext } from './frame.ts'
import type { ProgramForm } from './program-fields.ts'

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const monday = Date.UTC(2024, 0, 1)

/** Which channels and locations earn. */
export function WhereFields(context: ConsoleContext, { form, locations }: ProgramForm): VNode {
  const t = context.speech.texts.console.editor
  const wrong = form.errors.channels
  return html`<fieldset class=${wrong ? 'field field-wrong' : 'field'} id="field-channels">
      <legend>${t.channelsTitle}</legend>
      <div class="choices">
        ${Object.entries(t.channels).map(([key, label]) => Checkbox(form, { name: `ch-${key}`, label }))}
      </div>
      ${wrong && html`<p class="wrong">${wrong}</p>`}
    </fieldset>
    ${locations.length > 0 && Locations(context, { form, locations })}
    <div class="fields">
      ${Field(form, { name: 'joinMinutes', label: t.joinMinutes, hint: t.joinMinutesHint, more: { inputmode: 'numeric' } })}
    </div>`
}

function Locations(
  context: ConsoleContext,
  { form, locations }: Pick<ProgramForm, 'form' | 'locations'>,
): VNode {
  const t = context.speech.texts.console.editor
  const wrong = form.errors.locations
  return html`<div class="part" id="field-locations">
    ${Checkbox(form, { name: 'somewhere', label: t.somewhere })}
    <div class="choices when-somewhere">
      ${locations.map(({ id, name }) => Checkbox(form, { name: `loc-${id}`, label: name }))}
    </div>
    ${wrong && html`<p class="wrong">${wrong}</p>`}
  </div>`
}

/** Days and hours that count more; rows are added and removed by buttons that send the form. */
export function TimeFields(context: ConsoleContext, { form, times }: ProgramForm): VNode {
  const t = context.speech.texts.console.editor
  return html`<p class="hint">${t.timesHint}</p>
    ${Array.from({ length: times }, (_, index) => TimeRow(context, form, index, times === 1))}
    <p><button name="act" value="add-time">${t.addTime}</button></p>`
}

function TimeRow(context: ConsoleContext, form: ProgramForm['form'], index: number, alone: boolean): VNode {
  const { speech } = context
  const t = speech.texts.console.editor
  const name = (part: string) => `x${index}-${part}`
  const dayName = new Intl.DateTimeFormat(speech.tag, { weekday: 'short', timeZone: 'UTC' })
  return html`<fieldset class="sheet reward">
    <legend class=${alone ? 'unseen' : null}>${t.time(index + 1)}</legend>
    <fieldset class="field">
      <legend>${t.days}</legend>
      <div class="days">
        ${weekdays.map(
          (day, at) =>
            html`<label class="choice">
              <input type="checkbox" name=${name(day)} value="1" checked=${form.values[name(day)] !== undefined} />
              <span><b>${dayName.format(monday + at * 86_400_000)}</b></span>
            </label>`,
        )}
      </div>
    </fieldset>
    <div class="fields">
      ${Field(form, { name: name('factor'), label: t.factor, more: { inputmode: 'decimal' } })}
      ${Field(form, { name: name('from'), label: t.from, type: 'time' })}
      ${Field(form, { name: name('to'), label: t.to, type: 'time' })}
    </div>
    <p><button class="quiet" name="act" value=${`remove-time:${index}`}>${t.removeTime}</button></p>
  </fieldset>`
}
