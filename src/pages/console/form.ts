import type { VNode } from 'preact'
import { type Child, html } from '../html.ts'
import { Icon } from '../icons.ts'
import { type ConsoleContext, Csrf } from './frame.ts'
import { WrongFields } from './wrong-fields.ts'

/** What somebody typed, and what was wrong with it, by the name of the field. */
export type FormState = { values: Record<string, string>; errors: Record<string, string> }

export const emptyForm: FormState = { values: {}, errors: {} }

type FieldProps = {
  name: string
  label: string
  hint?: Child
  type?: 'text' | 'number' | 'email' | 'tel' | 'date' | 'time' | 'color' | 'url' | 'password'
  /** Shown when nothing was typed yet. */
  value?: string | number | null
  required?: boolean
  /** Further attributes of the input: min, max, pattern, autocomplete, inputmode … */
  more?: Record<string, string | number | boolean>
}

/** One labelled input with its hint and its error; a screen reader hears both with it. */
export function Field(form: FormState, props: FieldProps): VNode {
  const { name, error, described } = partsOf(form, props)
  return html`<div class=${error ? 'field field-wrong' : 'field'}>
    <label for=${name}>${props.label}</label>
    ${Hint(name, props.hint)}
    <input
      id=${name}
      name=${props.name}
      type=${props.type ?? 'text'}
      value=${form.values[props.name] ?? props.value ?? ''}
      required=${props.required ?? false}
      aria-invalid=${error ? 'true' : null}
      aria-describedby=${described}
      ...${props.more ?? {}}
    />
    ${Wrong(name, error)}
  </div>`
}

/** The same for longer texts. */
export function TextArea(form: FormState, props: FieldProps & { rows?: number }): VNode {
  const { name, error, described } = partsOf(form, props)
  return html`<div class=${error ? 'field field-wrong' : 'field'}>
    <label for=${name}>${props.label}</label>
    ${Hint(name, props.hint)}
    <textarea
      id=${name}
      name=${props.name}
      rows=${props.rows ?? 4}
      required=${props.required ?? false}
      aria-invalid=${error ? 'true' : null}
      aria-describedby=${described}
      ...${props.more ?? {}}
    >${form.values[props.name] ?? props.value ?? ''}</textarea>
    ${Wrong(name, error)}
  </div>`
}

export type Choice = {
  value: string
  label: string
  hint?: string
  /** An SVG path around the origin, within a circle of radius 50: what the choice looks like. */
  drawing?: string | undefined
}

/** A choice among many: the browser's own list. */
export function Select(form: FormState, props: FieldProps & { choices: Choice[] }): VNode {
  const { name, error, described } = partsOf(form, props)
  const chosen = String(form.values[props.name] ?? props.value ?? '')
  return html`<div class=${error ? 'field field-wrong' : 'field'}>
    <label for=${name}>${props.label}</label>
    ${Hint(name, props.hint)}
    <select id=${name} name=${props.name} aria-invalid=${error ? 'true' : null} aria-describedby=${described} ...${props.more ?? {}}>
      ${props.choices.map(
        (choice) =>
          html`<option value=${choice.value} selected=${choice.value === chosen}>${choice.label}</option>`,
      )}
    </select>
    ${Wrong(name, error)}
  </div>`
}

/** A choice among few, all in view. */
export function Choices(form: FormState, props: FieldProps & { choices: Choice[] }): VNode {
  const { name, error, described } = partsOf(form, props)
  const chosen = String(form.values[props.name] ?? props.value ?? '')
  return html`<fieldset class=${error ? 'field field-wrong' : 'field'} aria-describedby=${described}>
    <legend>${props.label}</legend>
    ${Hint(name, props.hint)}
    <div class="choices">
      ${props.choices.map(
        (choice, index) =>
          html`<label class="choice">
            <input id=${index === 0 ? name : null} type="radio" name=${props.name} value=${choice.value} checked=${choice.value === chosen} />
            ${choice.drawing && html`<svg viewBox="-50 -50 100 100" aria-hidden="true"><path d=${choice.drawing} /></svg>`}
            <span><b>${choice.label}</b>${choice.hint && html`<small>${choice.hint}</small>`}</span>
          </label>`,
      )}
    </div>
    ${Wrong(name, error)}
  </fieldset>`
}

/** Yes or no. An unchecked box sends nothing. */
export function Checkbox(form: FormState, props: FieldProps & { checked?: boolean }): VNode {
  const { name, error, described } = partsOf(form, props)
  const typed = Object.keys(form.values).length > 0
  const on = typed ? form.values[props.name] !== undefined : (props.checked ?? false)
  return html`<div class=${error ? 'field field-wrong' : 'field'}>
    <label class="choice">
      <input type="checkbox" id=${name} name=${props.name} value="1" checked=${on} aria-describedby=${described} />
      <span><b>${props.label}</b>${props.hint && html`<small id=${`${name}-hint`}>${props.hint}</small>`}</span>
    </label>
    ${Wrong(name, error)}
  </div>`
}

/**
 * A form of the console. What was wrong is said once at its head, linked to the fields, and once at each field.
 * @param props.upload for forms that carry a file
 */
export function Form(
  context: ConsoleContext,
  props: {
    action: string
    form: FormState
    submit: string
    body: Child
    danger?: boolean
    upload?: boolean
    /** Beside the button. */
    beside?: Child
    class?: string
    id?: string
  },
): VNode {
  return html`<form
    id=${props.id ?? null}
    class=${`form ${props.class ?? ''}`}
    method="post"
    action=${props.action}
    enctype=${props.upload ? 'multipart/form-data' : null}
    novalidate
  >
    ${Csrf(context)}
    ${WrongFields(context, props.form.errors, props.body)}
    ${props.body}
    <p class="form-end">
      <button class=${props.danger ? 'danger' : 'primary'}>${props.submit}</button>
      ${props.beside}
    </p>
  </form>`
}

/** A single button that does something: a form without fields. */
export const ActionButton = (
  context: ConsoleContext,
  props: {
    action: string
    label: string
    kind?: 'primary' | 'danger' | 'quiet'
    fields?: Record<string, string>
    target?: '_blank'
  },
): VNode =>
  html`<form class="action" method="post" action=${props.action} target=${props.target ?? null}>
    ${Csrf(context)}
    ${Object.entries(props.fields ?? {}).map(
      ([name, value]) => html`<input type="hidden" name=${name} value=${value} />`,
    )}
    <button class=${props.kind}>${props.label}</button>
  </form>`

function partsOf(form: FormState, props: FieldProps) {
  const name = `field-${props.name}`
  const error = form.errors[props.name]
  const described = [props.hint ? `${name}-hint` : null, error ? `${name}-error` : null]
    .filter((id) => id !== null)
    .join(' ')
  return { name, error, described: described || null }
}

const Hint = (name: string, hint: Child | undefined): Child =>
  hint ? html`<p class="hint" id=${`${name}-hint`}>${hint}</p>` : null

const Wrong = (name: string, error: string | undefined): Child =>
  error ? html`<p class="wrong" id=${`${name}-error`}>${Icon('warning')}${error}</p>` : null
