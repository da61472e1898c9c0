import type { VNode } from 'preact'
import { type Child, html } from '../html.ts'
import { type DrawnPreview, PreviewPane, PreviewStyle } from './card-preview.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'

export const setupSteps = ['look', 'reward', 'goal', 'tills', 'placements', 'test'] as const
export type SetupStep = (typeof setupSteps)[number]

export const stepPath = (step: SetupStep): string => `/console/setup/${step}`

/** The step after this one; the console itself after the last. */
export function pathAfter(step: SetupStep): string {
  const next = setupSteps[setupSteps.indexOf(step) + 1]
  return next ? stepPath(next) : '/console?stay'
}

export type SetupProps = {
  step: SetupStep
  done: ReadonlySet<SetupStep>
  /** Steps that draw a card show it beside their form; null while there is none to draw. */
  preview?: DrawnPreview | null | undefined
  scripts?: string[]
  body: Child
}

/** One step: where one is, what it asks, how it will look, and the ways back and on. */
export function SetupFrame(context: ConsoleContext, props: SetupProps): VNode {
  const t = context.speech.texts.console.setup
  const { step, preview } = props
  return ConsoleFrame(context, {
    place: 'setup',
    title: t.titles[step],
    styles: ['console-programs.css', 'console-preview.css', 'console-preview-strip.css', 'console-setup.css'],
    scripts: props.scripts ?? (preview === undefined ? [] : ['preview.js']),
    body: html`${PreviewStyle(preview ?? null, context.nonce)}
      ${Progress(context, props)}
      ${step === 'look' && html`<p class="lead">${t.lead}</p>`}
      ${
        preview === undefined
          ? props.body
          : html`<div class="with-preview">
              <div>${props.body}</div>
              ${PreviewPane(context, preview, 'program-form')}
            </div>`
      }`,
  })
}

function Progress(context: ConsoleContext, { step, done }: SetupProps): VNode {
  const t = context.speech.texts.console.setup
  const at = setupSteps.indexOf(step) + 1
  return html`<nav aria-label=${t.progress(at, setupSteps.length)}>
    <ol class="steps">
      ${setupSteps.map(
        (each) =>
          html`<li class=${done.has(each) ? 'step-done' : null}>
            <a href=${stepPath(each)} aria-current=${each === step ? 'step' : null}>
              <span>${t.steps[each]}${done.has(each) && html`<span class="unseen"> (${t.stepDone})</span>`}</span>
            </a>
          </li>`,
      )}
    </ol>
    <p class="small">${t.progress(at, setupSteps.length)} · ${t.steps[step]}</p>
  </nav>`
}

/** Beside a form's button, or alone where a step has no form. */
export function Onwards(context: ConsoleContext, step: SetupStep, saved = false): VNode {
  const t = context.speech.texts.console.setup
  const last = step === setupSteps.at(-1)
  const back = setupSteps[setupSteps.indexOf(step) - 1]
  return html`${back && html`<a class="button" href=${stepPath(back)}>${context.speech.texts.console.editor.back}</a>`}
    <a class=${['button', saved ? 'primary' : !last && 'quiet'].filter(Boolean).join(' ')} href=${pathAfter(step)}>
      ${last ? t.finish : saved ? t.goOn : t.skip}
    </a>`
}
