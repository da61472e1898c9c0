import type { VNode } from 'preact'
import { type Device, deviceKinds } from '../../ports/devices.ts'
import { html } from '../html.ts'
import { When } from './cells.ts'
import { ActionButton, type Choice, Choices, Field, Form, type FormState, Select } from './form.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'

type DeviceProps = {
  device: Device | null
  form: FormState
  /** Where it may stand: the tills' locations. */
  places: Choice[]
  /** What a kiosk may hand out; empty for other devices. */
  programs: Choice[]
}

/** A new device, or what is known of one. */
export function DevicePage(context: ConsoleContext, { device, form, places, programs }: DeviceProps): VNode {
  const texts = context.speech.texts.console
  const words = texts.team
  const path = device ? `/console/team/devices/${device.id}` : '/console/team/devices/new'
  return ConsoleFrame(context, {
    place: 'team',
    styles: ['console-team.css'],
    title: device?.name ?? words.addDevice,
    back: { path: '/console/team', label: texts.nav.team },
    body: [
      device && html`<p>${words.kinds[device.kind]} · ${Seen(context, device)}</p>`,
      Form(context, {
        action: path,
        form,
        submit: device ? texts.form.save : words.addDevice,
        body: [
          !device && Kind(context, form),
          Field(form, {
            name: 'name',
            label: words.deviceName,
            hint: words.deviceNameHint,
            value: device?.name ?? null,
            required: true,
            more: { maxlength: 60, autocomplete: 'off' },
          }),
          places.length > 0 &&
            Select(form, {
              name: 'place',
              label: words.place,
              hint: words.placeHint,
              value: device?.tillId && device.locationId ? `${device.tillId}/${device.locationId}` : '',
              choices: [{ value: '', label: words.placeNone }, ...places],
            }),
          // With a single program there is nothing to choose.
          (programs.length > 1 || (device !== null && device.programId !== null)) &&
            Select(form, {
              name: 'program',
              label: words.kioskProgram,
              hint: words.kioskProgramHint,
              value: device?.programId ?? '',
              choices: [{ value: '', label: words.kioskProgramAny }, ...programs],
            }),
        ],
      }),
      device && !device.personId && Pair(context, device, path),
      device && Revoke(context, path),
    ],
  })
}

const Kind = (context: ConsoleContext, form: FormState): VNode => {
  const words = context.speech.texts.console.team
  return Choices(form, {
    name: 'kind',
    label: words.kind,
    value: 'phone',
    choices: deviceKinds.map((kind) => ({
      value: kind,
      label: words.kinds[kind] ?? kind,
      hint: words.kindHints[kind] ?? '',
    })),
  })
}

const Seen = (context: ConsoleContext, device: Device) => {
  const words = context.speech.texts.console.team
  return device.pairedAt === null
    ? words.neverPaired
    : html`${words.seen}: ${When(context, device.seenAt ?? device.pairedAt)}`
}

function Pair(context: ConsoleContext, device: Device, path: string): VNode {
  const words = context.speech.texts.console.team
  const bound = device.pairedAt !== null
  return html`<section class="apart">
    <h2>${bound ? words.pairAgain : words.pair}</h2>
    <p>${words.pairIntro} ${bound && words.pairAgainHint}</p>
    ${ActionButton(context, { action: `${path}/link`, label: words.pair, ...(!bound && { kind: 'primary' as const }) })}
  </section>`
}

const Revoke = (context: ConsoleContext, path: string): VNode => {
  const words = context.speech.texts.console.team
  return html`<details class="apart">
    <summary>${words.deviceRevoke}</summary>
    <p>${words.deviceRevokeHint}</p>
    ${ActionButton(context, { action: `${path}/revoke`, label: words.deviceRevoke, kind: 'danger' })}
  </details>`
}
