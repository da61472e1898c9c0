import type { VNode } from 'preact'
import { type Child, html } from '../html.ts'
import { emptyForm, Form, type FormState } from './form.ts'
import type { ConsoleContext } from './frame.ts'

/** A form that was not carried out: which one, as it was typed. */
export type FailedDeed = { name: string; form: FormState }

/**
 * Something that changes what the page shows. It lies behind its name, so that nothing is done by one careless tap, and
 * opens by itself when it could not be carried out.
 */
export function Deed(
  context: ConsoleContext,
  props: {
    name: string
    title: string
    hint?: string | undefined
    /** Where the form goes. */
    action: string
    submit: string
    danger?: boolean
    /** Names the intent, so that a form sent twice acts once. */
    intent?: string | undefined
    failed: FailedDeed | null
    body?(form: FormState): Child
  },
): VNode {
  const failed = props.failed?.name === props.name
  const form = failed && props.failed ? withoutWhole(props.failed.form) : emptyForm
  return html`<details class="deed" open=${failed}>
    <summary>${props.title}</summary>
    ${props.hint && html`<p class="hint">${props.hint}</p>`}
    ${Form(context, {
      action: props.action,
      form,
      submit: props.submit,
      danger: props.danger ?? false,
      body: [
        props.intent !== undefined && html`<input type="hidden" name="intent" value=${props.intent} />`,
        props.body?.(form) ?? null,
      ].filter((part) => part !== false) as Child[],
    })}
  </details>`
}

export const Deeds = (title: string, deeds: Child[]): Child =>
  deeds.length === 0 ? null : html`<section><h2>${title}</h2><div class="deeds">${deeds}</div></section>`

/** What is wrong with the whole form is said at the top of the page: the form may not be on it any more. */
const withoutWhole = ({ values, errors: { '': _whole, ...errors } }: FormState): FormState => ({
  values,
  errors,
})

/** Why the form that was sent could not be carried out. */
export const Refused = (failed: FailedDeed | null): Child =>
  failed?.form.errors[''] ? html`<p class="flash flash-no" role="alert">${failed.form.errors['']}</p>` : null
