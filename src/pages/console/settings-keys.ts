import type { VNode } from 'preact'
import { mayAs } from '../../domain/role.ts'
import type { ApiKeyRecord } from '../../ports/api-keys.ts'
import { html } from '../html.ts'
import { When } from './cells.ts'
import { ActionButton, Field, Form, type FormState } from './form.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { SettingsFrame } from './settings-page.ts'
import { Table } from './table.ts'

/** Keys of the REST API. `problem`: why one could not be revoked. */
export function KeysPage(
  context: ConsoleContext,
  { keys, form, problem }: { keys: ApiKeyRecord[]; form: FormState; problem: string | null },
): VNode {
  const words = context.speech.texts.console.settings
  const owner = mayAs(context.role, 'owner')
  return SettingsFrame(context, 'keys', [
    html`<p class="lead">${words.keysIntro}</p>`,
    problem && html`<p class="flash flash-no" role="alert">${problem}</p>`,
    Table<ApiKeyRecord>({
      label: words.keys,
      rows: keys,
      columns: [
        { head: words.keyLabel, kind: 'main', cell: (row) => row.label },
        { head: words.keyMade, cell: (row) => When(context, row.createdAt) },
        {
          head: words.keyUsed,
          cell: (row) => (row.usedAt === null ? words.keyNever : When(context, row.usedAt)),
        },
        {
          head: '',
          cell: (row) => (row.revokedAt === null ? owner && Revoke(context, row) : words.keyRevoked),
        },
      ],
    }),
    owner &&
      Form(context, {
        action: '/console/settings/keys',
        form,
        submit: words.keyAdd,
        body: Field(form, {
          name: 'label',
          label: words.keyLabel,
          required: true,
          more: { maxlength: 100, autocomplete: 'off' },
        }),
      }),
  ])
}

const Revoke = (context: ConsoleContext, key: ApiKeyRecord): VNode =>
  ActionButton(context, {
    action: `/console/settings/keys/${key.id}/revoke`,
    label: context.speech.texts.console.settings.keyRevoke(key.label),
    kind: 'quiet',
  })

/** A new key, told this once. */
export function NewKeyPage(context: ConsoleContext, { label, key }: { label: string; key: string }): VNode {
  const words = context.speech.texts.console.settings
  return ConsoleFrame(context, {
    place: 'settings',
    title: words.keyTitle(label),
    back: { path: '/console/settings/keys', label: words.keys },
    styles: ['console-settings.css'],
    body: html`<p class="lead">${words.keyOnce}</p>
      <section class="sheet"><p><code class="new-key">${key}</code></p></section>`,
  })
}
