import type { VNode } from 'preact'
import { type StampShape, stampShapes } from '../../domain/card-face.ts'
import { html } from '../html.ts'
import type { DrawnPreview } from './card-preview.ts'
import { Choices, Field, Form, type FormState } from './form.ts'
import type { ConsoleContext } from './frame.ts'
import { PictureForms, type Pictures } from './picture-forms.ts'
import { CurrencyField } from './program-edit-page.ts'
import { EarnFields, Fold, LimitFields, type ProgramForm, RewardFields } from './program-fields.ts'
import { Onwards, SetupFrame, type SetupProps, stepPath } from './setup-frame.ts'

/** Outline of each stamp, as cards draw it. */
export type ShapeDrawings = Record<StampShape, string>

type Common = Pick<SetupProps, 'done'> & { preview: DrawnPreview | null }

/** Name, colours, shape and pictures. */
export function SetupLookPage(
  context: ConsoleContext,
  props: Common & { form: FormState; pictures: Pictures; shapes: ShapeDrawings },
): VNode {
  const t = context.speech.texts.console.setup
  const { form } = props
  const shapes = stampShapes.filter((shape) => shape !== 'logo' || props.pictures.has.logo)
  const colour = (name: 'background' | 'foreground' | 'accent') =>
    Field(form, { name, label: t[name], type: 'color' })
  const body = html`${Field(form, { name: 'shopName', label: t.shopName, required: true, more: { maxlength: 100 } })}
    <div class="fields colours">${colour('background')} ${colour('foreground')} ${colour('accent')}</div>
    ${Choices(form, {
      name: 'stamp',
      label: t.stamp,
      choices: shapes.map((shape) => ({
        value: shape,
        label: context.speech.texts.console.settings.stamps[shape],
        drawing: props.shapes[shape],
      })),
    })}`
  return SetupFrame(context, {
    ...props,
    step: 'look',
    body: [
      Form(context, {
        action: stepPath('look'),
        form,
        id: 'program-form',
        class: 'program-form',
        submit: t.next,
        body,
        beside: Onwards(context, 'look'),
      }),
      PictureForms(context, props.pictures),
    ],
  })
}

/** The one reward that a first program has. */
export function SetupRewardPage(
  context: ConsoleContext,
  props: Common & { program: ProgramForm; currencies: string[] },
): VNode {
  const texts = context.speech.texts.console
  const { form } = props.program
  const last = props.program.rewards - 1
  return SetupFrame(context, {
    ...props,
    step: 'reward',
    body: Form(context, {
      action: stepPath('reward'),
      form,
      id: 'program-form',
      class: 'program-form',
      submit: texts.setup.next,
      beside: Onwards(context, 'reward'),
      body: [
        html`<div class="fields">
          ${Field(form, { name: 'name', label: texts.editor.name, hint: texts.editor.nameHint, more: { maxlength: 100 } })}
          ${CurrencyField(context, form, props.currencies)}
        </div>`,
        RewardFields(context, props.program, last, { alone: true, at: false }),
      ],
    }),
  })
}

/** How many stamps, and what earns one. */
export function SetupGoalPage(context: ConsoleContext, props: Common & { program: ProgramForm }): VNode {
  const texts = context.speech.texts.console
  const { program } = props
  const { form, rewards } = program
  return SetupFrame(context, {
    ...props,
    step: 'goal',
    body: Form(context, {
      action: stepPath('goal'),
      form,
      id: 'program-form',
      class: 'program-form',
      submit: texts.setup.next,
      beside: Onwards(context, 'goal'),
      body: [
        html`<div class="fields">
          ${Field(form, { name: `m${rewards - 1}-at`, label: texts.setup.goal, hint: texts.setup.goalHint, more: { inputmode: 'numeric' } })}
        </div>`,
        EarnFields(context, program),
        Fold(texts.editor.limitsTitle, false, LimitFields(context, program)),
      ],
    }),
  })
}
