import type { VNode } from 'preact'
import { mayAs, mayChange, roles } from '../../domain/role.ts'
import type { Person } from '../../ports/team.ts'
import { html } from '../html.ts'
import { ActionButton, Checkbox, Choices, Field, Form, type FormState } from './form.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'

/** Somebody new, or what is known of somebody. */
export function PersonPage(
  context: ConsoleContext,
  { person, form }: { person: Person | null; form: FormState },
): VNode {
  const texts = context.speech.texts.console
  const words = texts.team
  const path = person ? `/console/team/people/${person.id}` : '/console/team/people/new'
  return ConsoleFrame(context, {
    place: 'team',
    styles: ['console-team.css'],
    title: person?.name ?? words.addPerson,
    back: { path: '/console/team', label: texts.nav.team },
    body: [
      person && !mayChange(context.role, person.role)
        ? html`<p>${words.roles[person.role]}. ${words.notYours}</p>`
        : Form(context, {
            action: path,
            form,
            submit: person ? texts.form.save : words.addPerson,
            body: Fields(context, person, form),
          }),
      person && mayChange(context.role, person.role) && Invite(context, person, path),
      person && mayChange(context.role, person.role) && Revoke(context, path),
    ],
  })
}

function Fields(context: ConsoleContext, person: Person | null, form: FormState): VNode[] {
  const words = context.speech.texts.console.team
  return [
    Field(form, {
      name: 'name',
      label: words.name,
      hint: words.nameHint,
      value: person?.name ?? null,
      required: true,
      more: { maxlength: 60, autocomplete: 'off' },
    }),
    Choices(form, {
      name: 'role',
      label: words.role,
      value: person?.role ?? 'staff',
      choices: roles
        .filter((role) => mayChange(context.role, role))
        .map((role) => ({
          value: role,
          label: words.roles[role] ?? role,
          hint: words.roleHints[role] ?? '',
        })),
    }),
    Field(
      // What was typed is not sent back.
      { ...form, values: { ...form.values, pin: '' } },
      {
        name: 'pin',
        label: person?.hasPin ? words.pinNew : words.pin,
        hint: person?.hasPin ? `${words.pinHint} ${words.pinKeep}` : words.pinHint,
        type: 'password',
        more: { inputmode: 'numeric', autocomplete: 'new-password', maxlength: 8 },
      },
    ),
    ...(person?.hasPin ? [Checkbox(form, { name: 'removePin', label: words.pinRemove })] : []),
  ]
}

function Invite(context: ConsoleContext, person: Person, path: string): VNode {
  const words = context.speech.texts.console.team
  return html`<section class="apart">
    <h2>${words.invite}</h2>
    <p>${words.inviteIntro}</p>
    <div class="actions">
      ${ActionButton(context, { action: `${path}/link`, label: words.inviteStaff, fields: { to: 'staff' } })}
      ${
        mayAs(person.role, 'manager') &&
        ActionButton(context, {
          action: `${path}/link`,
          label: words.inviteConsole,
          fields: { to: 'console' },
        })
      }
    </div>
  </section>`
}

const Revoke = (context: ConsoleContext, path: string): VNode => {
  const words = context.speech.texts.console.team
  return html`<details class="apart">
    <summary>${words.revoke}</summary>
    <p>${words.revokeHint}</p>
    ${ActionButton(context, { action: `${path}/revoke`, label: words.revoke, kind: 'danger' })}
  </details>`
}

/** A one-time link, told this once. */
export function OneTimeLinkPage(
  context: ConsoleContext,
  props: { name: string; url: string; qr: string; until: string; hint: string },
): VNode {
  const words = context.speech.texts.console.team
  return ConsoleFrame(context, {
    place: 'team',
    title: words.linkTitle(props.name),
    back: { path: '/console/team', label: words.linkBack },
    styles: ['console-team.css'],
    body: html`<p class="lead">${props.hint}</p>
      <div class="one-time">
        <div class="one-time-qr" dangerouslySetInnerHTML=${{ __html: props.qr }}></div>
        <div>
          <p><code class="one-time-url">${props.url}</code></p>
          <p>${words.linkUntil(props.until)}</p>
        </div>
      </div>`,
  })
}
