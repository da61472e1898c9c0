import type { VNode } from 'preact'
import type { TillLimit } from '../../domain/till-limits.ts'
import { type Child, html } from '../html.ts'
import { Checkbox, Choices, Field, type FormState, Select } from './form.ts'
import type { ConsoleContext } from './frame.ts'

export type ProgramForm = {
  form: FormState
  rewards: number
  times: number
  locations: { id: string; name: string }[]
  /** What tills cannot see to, by reward. */
  tillLimits: { till: string; limits: TillLimit[] }[][]
}

type Pairs = Record<string, readonly string[]>
const choicesOf = (pairs: Pairs) =>
  Object.entries(pairs).map(([value, [label = '', hint = '']]) => ({ value, label, hint }))
const optionsOf = (labels: Record<string, string>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }))

const whole = { inputmode: 'numeric', autocomplete: 'off' }
const decimal = { inputmode: 'decimal', autocomplete: 'off' }

/** Part of a form that is folded away while nobody needs it. */
export const Fold = (title: string, open: boolean, body: Child): VNode =>
  html`<details class="fold" open=${open}>
    <summary>${title}</summary>
    <div class="fold-body">${body}</div>
  </details>`

export function EarnFields(context: ConsoleContext, { form }: ProgramForm): Child {
  const t = context.speech.texts.console.editor
  return [
    Choices(form, { name: 'earn', label: t.earn, choices: choicesOf(t.earnKinds) }),
    html`<div class="fields when-visit">
      ${Field(form, { name: 'stamps', label: t.stamps, more: whole })}
      ${Field(form, { name: 'minSpend', label: `${t.minSpend} (${form.values.currency})`, hint: t.minSpendHint, more: decimal })}
    </div>`,
    html`<div class="part when-amount">
      <div class="fields">${Field(form, { name: 'per', label: `${t.per} (${form.values.currency})`, more: decimal })}</div>
      ${Checkbox(form, { name: 'carryOver', label: t.carryOver, hint: t.carryOverHint })}
    </div>`,
    html`<div class="part when-item">
      ${Field(form, { name: 'categories', label: t.categories, hint: t.categoriesHint })}
      <div class="fields">
        ${Field(form, { name: 'skus', label: t.skus })}
        ${Field(form, { name: 'ids', label: t.ids })}
      </div>
      <div class="fields">${Field(form, { name: 'every', label: t.every, more: whole })}</div>
    </div>`,
  ]
}

export function LimitFields(context: ConsoleContext, { form }: ProgramForm): VNode {
  const t = context.speech.texts.console.editor
  return html`<div class="fields">
      ${Field(form, { name: 'perOrder', label: t.perOrder, hint: t.limitHint, more: whole })}
      ${Field(form, { name: 'perDay', label: t.perDay, hint: t.limitHint, more: whole })}
      ${Field(form, { name: 'perLocationDay', label: t.perLocationDay, hint: t.limitHint, more: whole })}
      ${Field(form, { name: 'cooldownMinutes', label: t.cooldown, hint: t.limitHint, more: whole })}
    </div>
    ${Checkbox(form, { name: 'includeTax', label: t.includeTax, hint: t.includeTaxHint })}
    ${Checkbox(form, { name: 'redemptionOnlyEarns', label: t.redemptionOnlyEarns })}`
}

/** One step of the ladder. `alone`: the only one, which cannot be removed. */
export function RewardFields(
  context: ConsoleContext,
  props: ProgramForm,
  index: number,
  { alone, at = true }: { alone: boolean; at?: boolean },
): VNode {
  const t = context.speech.texts.console.editor
  const { form } = props
  const name = (part: string) => `m${index}-${part}`
  return html`<fieldset class="sheet reward">
    <legend class=${alone ? 'unseen' : null}>${t.reward(index + 1)}</legend>
    <input type="hidden" name=${name('id')} value=${form.values[name('id')]} />
    <input type="hidden" name=${name('end')} value=${form.values[name('end')]} />
    <div class="fields">
      ${Field(form, { name: name('title'), label: t.title, hint: t.titleHint, more: { maxlength: 100 } })}
      ${at && Field(form, { name: name('at'), label: t.at, hint: t.atHint, more: whole })}
    </div>
    ${Choices(form, { name: name('kind'), label: t.kind, choices: choicesOf(t.kinds) })}
    ${CodeFields(context, props, index)}
    ${ExpiryFields(context, props, index)}
    ${(props.tillLimits[index] ?? []).map(({ till, limits }) => TillLimits(context, till, limits))}
    ${
      !alone &&
      html`<p><button class="quiet" name="act" value=${`remove-reward:${index}`}>${t.removeReward}</button></p>`
    }
  </fieldset>`
}

function CodeFields(context: ConsoleContext, { form }: ProgramForm, index: number): VNode {
  const t = context.speech.texts.console.editor
  const name = (part: string) => `m${index}-${part}`
  const currency = form.values.currency ?? ''
  return html`<div class="part when-code">
    ${Choices(form, { name: name('source'), label: t.source, choices: choicesOf(t.sources) })}
    <div class="fields">
      <div class="when-shared">${Field(form, { name: name('code'), label: t.code, hint: t.codeHint })}</div>
      ${Select(form, { name: name('display'), label: t.display, choices: optionsOf(t.displays) })}
    </div>
    <div class="fields when-discount">
      ${Select(form, { name: name('discount'), label: t.discount, choices: optionsOf(t.discounts) })}
      <div class="when-percent">${Field(form, { name: name('percent'), label: t.percent, more: decimal })}</div>
      <div class="when-off">${Field(form, { name: name('amount'), label: `${t.amount} (${currency})`, more: decimal })}</div>
      <div class="when-product">${Field(form, { name: name('products'), label: t.products, hint: t.productsHint })}</div>
      <div class="when-product">${Field(form, { name: name('worth'), label: `${t.worth} (${currency})`, hint: t.worthHint, more: decimal })}</div>
    </div>
    <div class="fields">
      ${Field(form, { name: name('minBasket'), label: `${t.minBasket} (${currency})`, more: decimal })}
      ${Checkbox(form, { name: name('combinable'), label: t.combinable })}
    </div>
  </div>`
}

function ExpiryFields(context: ConsoleContext, { form }: ProgramForm, index: number): VNode {
  const t = context.speech.texts.console.editor
  const name = (part: string) => `m${index}-${part}`
  return html`<div class="fields">
    ${Select(form, { name: name('expiry'), label: t.expiry, choices: optionsOf(t.expiries) })}
    <div class="when-days">${Field(form, { name: name('days'), label: t.expiryDays, more: whole })}</div>
    <div class="when-date">${Field(form, { name: name('date'), label: t.expiryDate, type: 'date' })}</div>
    <div class="when-ends">${Field(form, { name: name('warnDays'), label: t.warnDays, hint: t.warnDaysHint, more: whole })}</div>
  </div>`
}

function TillLimits(context: ConsoleContext, till: string, limits: TillLimit[]): VNode {
  const t = context.speech.texts.console.editor
  return html`<div class="till-limits">
    <p>${t.tillLimits(till)}</p>
    <ul>${limits.map((limit) => html`<li>${t.limits[limit]}</li>`)}</ul>
  </div>`
}

/** When stamps expire, and who pays for a returned purchase. */
export function EndFields(context: ConsoleContext, { form }: ProgramForm): VNode {
  const t = context.speech.texts.console.editor
  return html`<div class="fields">
      ${Select(form, { name: 'expiry', label: t.stampExpiry, choices: optionsOf(t.stampExpiries) })}
      <div class="when-months">${Field(form, { name: 'expiryMonths', label: t.expiryMonths, more: whole })}</div>
      <div class="when-yearday">${Field(form, { name: 'expiryDate', label: t.yearDay, hint: t.yearDayHint })}</div>
      <div class="when-sliding">${Field(form, { name: 'expiryDays', label: t.idleDays, more: whole })}</div>
    </div>
    ${Choices(form, { name: 'debt', label: t.debt, choices: choicesOf(t.debts) })}`
}
