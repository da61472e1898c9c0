import type { VNode } from 'preact'
import { mayAs } from '../../domain/role.ts'
import type { Passkey } from '../../ports/passkeys.ts'
import type { OpenSession } from '../../ports/sessions.ts'
import type { Person } from '../../ports/team.ts'
import { html } from '../html.ts'
import { PasskeyForm } from '../passkey-form.ts'
import { When } from './cells.ts'
import { ActionButton, Field, Form, type FormState } from './form.ts'
import { type ConsoleContext, ConsoleFrame, Csrf } from './frame.ts'
import { Empty, Table } from './table.ts'

type AccountProps = {
  /** Null for whoever came by a link of nobody's. */
  person: Person | null
  passkeys: Passkey[]
  sessions: OpenSession[]
  /** The session of this browser. */
  currentId: string
  form: FormState
}

/** `/console/account`: one's own passkeys and browsers. */
export function AccountPage(context: ConsoleContext, props: AccountProps): VNode {
  const texts = context.speech.texts.console
  const words = texts.account
  return ConsoleFrame(context, {
    place: 'account',
    title: texts.nav.account,
    styles: ['console-team.css'],
    scripts: ['passkey.js'],
    body: [
      html`<p class="lead">
        ${words.intro} ${props.person && words.you(props.person.name, texts.team.roles[props.person.role] ?? '')}
      </p>`,
      props.person
        ? Passkeys(context, props.passkeys)
        : mayAs(context.role, 'owner')
          ? Become(context, props.form)
          : html`<p>${words.askOwner}</p>`,
      Browsers(context, props),
    ],
  })
}

const Become = (context: ConsoleContext, form: FormState): VNode => {
  const words = context.speech.texts.console.account
  return html`<section>
    <h2>${words.passkeys}</h2>
    <p>${words.nobody}</p>
    ${Form(context, {
      action: '/console/account/person',
      form,
      submit: words.become,
      body: Field(form, {
        name: 'name',
        label: words.yourName,
        required: true,
        more: { maxlength: 60, autocomplete: 'name' },
      }),
    })}
  </section>`
}

function Passkeys(context: ConsoleContext, passkeys: Passkey[]): VNode {
  const words = context.speech.texts.console.account
  return html`<section>
    <h2>${words.passkeys}</h2>
    <p>${words.passkeysIntro}</p>
    ${passkeys.length === 0 ? Empty(words.noPasskeys) : PasskeyTable(context, passkeys)}
    ${PasskeyForm(words, {
      does: 'add',
      path: '/console/account/passkeys',
      submit: words.addPasskey,
      body: html`${Csrf(context)}
        ${Field(
          { values: {}, errors: {} },
          {
            name: 'name',
            label: words.passkeyName,
            hint: words.passkeyNameHint,
            required: true,
            more: { maxlength: 60, autocomplete: 'off' },
          },
        )}`,
    })}
  </section>`
}

const PasskeyTable = (context: ConsoleContext, passkeys: Passkey[]): VNode => {
  const words = context.speech.texts.console.account
  return Table<Passkey>({
    label: words.passkeys,
    rows: passkeys,
    columns: [
      { head: words.passkeyName, kind: 'main', cell: (row) => row.name },
      { head: words.made, cell: (row) => When(context, row.createdAt) },
      {
        head: words.lastUsed,
        cell: (row) => (row.usedAt === null ? words.never : When(context, row.usedAt)),
      },
      {
        head: '',
        cell: (row) =>
          ActionButton(context, {
            action: `/console/account/passkeys/${row.id}/remove`,
            label: words.removePasskey(row.name),
            kind: 'quiet',
          }),
      },
    ],
  })
}

function Browsers(context: ConsoleContext, { sessions, currentId }: AccountProps): VNode {
  const words = context.speech.texts.console.account
  return html`<section>
    <div class="row section-head">
      <h2>${words.browsers}</h2>
      ${
        sessions.length > 1 &&
        ActionButton(context, { action: '/console/account/sessions/end-others', label: words.endOthers })
      }
    </div>
    ${Table<OpenSession>({
      label: words.browsers,
      rows: sessions,
      columns: [
        {
          head: words.browser,
          kind: 'main',
          cell: (row) =>
            html`${browserName(row.agent) ?? words.unknownBrowser}${row.id === currentId && html` <span class="badge">${words.thisBrowser}</span>`}`,
        },
        { head: words.signedIn, cell: (row) => When(context, row.createdAt) },
        { head: words.seen, cell: (row) => When(context, row.seenAt) },
        {
          head: '',
          cell: (row) =>
            row.id !== currentId &&
            ActionButton(context, {
              action: `/console/account/sessions/${row.id}/end`,
              label: words.end,
              kind: 'quiet',
            }),
        },
      ],
    })}
  </section>`
}

const browsers: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser/, 'Samsung Internet'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/Chrome|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
]
const systems: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'Mac'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]

/** "Firefox, Windows" from what a browser calls itself; null for one that says neither. */
function browserName(agent: string | null): string | null {
  const names = [browsers, systems].flatMap(
    (list) => list.find(([sign]) => sign.test(agent ?? ''))?.[1] ?? [],
  )
  return names.length > 0 ? names.join(', ') : null
}
