import type { VNode } from 'preact'
import type { Reward } from '../../domain/program.ts'
import { mayAs } from '../../domain/role.ts'
import { roomTexts } from '../../messages/rooms.ts'
import { html } from '../html.ts'
import { emptyForm, Field, Form, type FormState } from './form.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { LevelBadge, PoolAlert, PoolFigures, type PoolView, poolPath } from './pools-view.ts'
import { Empty } from './table.ts'
import { tillStyles } from './tills-page.ts'

/** A reward whose coupons all show one code. */
export type SharedView = { reward: Reward; programId: string; programName: string; version: number }

/** Every reward whose codes are made elsewhere. `wrong`: a shared code's form that has to be looked at again. */
export function PoolsPage(
  context: ConsoleContext,
  props: { pools: PoolView[]; shared: SharedView[]; wrong?: { rewardId: string; form: FormState } },
): VNode {
  const { speech } = context
  const texts = roomTexts(speech).pools
  const { pools, shared, wrong } = props
  return ConsoleFrame(context, {
    place: 'pools',
    title: speech.texts.console.nav.pools,
    styles: tillStyles,
    body: [
      html`<p class="lead">${texts.lead}</p>`,
      pools.length + shared.length === 0 && Empty(texts.none),
      html`<div class="till-list">
        ${pools.map((pool) => Pool(context, pool))}
        ${shared.map((each) => Shared(context, each, wrong?.rewardId === each.reward.id ? wrong.form : emptyForm))}
      </div>`,
    ],
  })
}

const Pool = (context: ConsoleContext, pool: PoolView): VNode =>
  html`<article class="sheet till">
    <h2><a href=${poolPath(pool.reward.id)}>${pool.reward.title}</a> ${LevelBadge(context, pool.forecast)}</h2>
    <p class="small">${pool.programName}</p>
    ${PoolAlert(context, pool)} ${PoolFigures(context, pool)}
  </article>`

function Shared(context: ConsoleContext, shared: SharedView, form: FormState): VNode {
  const texts = roomTexts(context.speech).pools
  const { reward } = shared
  return html`<article class="sheet till" id=${reward.id}>
    <h2>${reward.title} <span class="badge">${texts.shared}</span></h2>
    <p class="small">${shared.programName}</p>
    <p class="copy"><code>${reward.code ?? '–'}</code></p>
    ${
      mayAs(context.role, 'owner') &&
      html`<details open=${Object.keys(form.errors).length > 0}>
        <summary>${roomTexts(context.speech).tills.edit}</summary>
        <p class="small">${texts.sharedLead}</p>
        ${Form(context, {
          action: `${poolPath(reward.id)}/shared`,
          form,
          submit: context.speech.texts.console.form.save,
          body: html`<input type="hidden" name="version" value=${shared.version} />
            ${Field(form, { name: `code-${reward.id}`, label: texts.sharedCode, value: reward.code ?? null, required: true, more: { maxlength: 64, autocomplete: 'off' } })}`,
        })}
      </details>`
    }
  </article>`
}
