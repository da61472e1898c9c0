import type { VNode } from 'preact'
import { formatCount } from '../../messages/formats.ts'
import { type Child, html } from '../html.ts'
import { type DrawnPreview, PreviewPane, PreviewStyle } from './card-preview.ts'
import { Field, Form, type FormState, Select } from './form.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { EarnFields, EndFields, Fold, LimitFields, type ProgramForm, RewardFields } from './program-fields.ts'
import { TimeFields, WhereFields } from './program-where.ts'

export type EditProps = ProgramForm & {
  /** Null for a new program. */
  program: { id: string; name: string; version: number; cards: number } | null
  currencies: string[]
  preview: DrawnPreview | null
}

export const editPath = (programId: string | null): string =>
  programId === null ? '/console/programs/new' : `/console/programs/${programId}/edit`

/** A program's rules in plain forms, with both wallets' cards beside them. */
export function ProgramEditPage(context: ConsoleContext, props: EditProps): VNode {
  const texts = context.speech.texts.console
  const t = texts.editor
  const { program, preview } = props
  return ConsoleFrame(context, {
    place: 'programs',
    title: program ? t.editTitle(program.name) : t.new,
    back: { path: '/console/programs', label: texts.nav.programs },
    styles: ['console-programs.css', 'console-preview.css', 'console-preview-strip.css'],
    scripts: ['preview.js'],
    body: html`${PreviewStyle(preview, context.nonce)}
      ${program && WhatChanges(context, program)}
      <div class="with-preview">
        <div>
          ${Form(context, {
            action: editPath(program?.id ?? null),
            form: props.form,
            submit: program ? t.saveVersion(program.version + 1) : t.create,
            id: 'program-form',
            class: 'program-form',
            body: AllFields(context, props),
            beside: program && html`<button name="act" value="try">${t.try}</button>`,
          })}
        </div>
        ${PreviewPane(context, preview, 'program-form')}
      </div>`,
  })
}

function WhatChanges(context: ConsoleContext, program: NonNullable<EditProps['program']>): VNode {
  const t = context.speech.texts.console.editor
  const { cards, version } = program
  return html`<section class="note" aria-label=${t.whatChanges}>
    <h2>${t.whatChanges}</h2>
    ${
      cards === 0
        ? html`<p>${t.nobody}</p>`
        : html`<ul>
            <li>${t.whoStays(formatCount(context.speech, cards), version)}</li>
            <li>${t.whoChanges(version + 1)}</li>
            <li>${t.whoKeeps}</li>
          </ul>`
    }
  </section>`
}

function AllFields(context: ConsoleContext, props: EditProps): Child {
  const t = context.speech.texts.console.editor
  const { form } = props
  const open = (names: RegExp) => Object.keys(form.errors).some((name) => names.test(name))
  return [
    // Whoever presses Enter in a field saves, and does not remove a row.
    html`<button class="unseen" tabindex="-1" aria-hidden="true">${t.create}</button>
      <input type="hidden" name="rewards" value=${String(props.rewards)} />
      <input type="hidden" name="times" value=${String(props.times)} />
      <input type="hidden" name="version" value=${props.program?.version} />`,
    Section(t.basics, [
      html`<div class="fields">
        ${Field(form, { name: 'name', label: t.name, hint: t.nameHint, more: { maxlength: 100 } })}
        ${CurrencyField(context, form, props.currencies)}
      </div>`,
    ]),
    Section(t.earnTitle, EarnFields(context, props)),
    Section(t.rewardsTitle, [
      ...Array.from({ length: props.rewards }, (_, index) =>
        RewardFields(context, props, index, { alone: props.rewards === 1 }),
      ),
      html`<p><button name="act" value="add-reward">${t.addReward}</button></p>`,
    ]),
    Fold(t.limitsTitle, open(/^per(?:Order|Day|LocationDay)$|^cooldown/), LimitFields(context, props)),
    Fold(t.timesTitle, props.times > 0, TimeFields(context, props)),
    Fold(t.whereTitle, open(/^channels|^locations|^join/), WhereFields(context, props)),
    Fold(t.moreTitle, open(/^expiry|^debt|^slug/), [
      EndFields(context, props),
      Field(form, { name: 'slug', label: t.slug, hint: t.slugHint }),
    ]),
  ]
}

const Section = (title: string, body: Child): VNode =>
  html`<section class="form-part"><h2>${title}</h2>${body}</section>`

export function CurrencyField(context: ConsoleContext, form: FormState, currencies: string[]): VNode {
  const t = context.speech.texts.console.editor
  const names = new Intl.DisplayNames(context.speech.tag, { type: 'currency' })
  const choices = currencies.map((code) => ({ value: code, label: `${code} · ${names.of(code) ?? code}` }))
  return Select(form, { name: 'currency', label: t.currency, choices })
}
