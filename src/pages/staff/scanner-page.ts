import type { VNode } from 'preact'
import { staffWords } from '../../messages/staff-words.ts'
import { html } from '../html.ts'
import { Icon } from '../icons.ts'
import type { PageContext } from '../page-context.ts'
import { ScanVideo } from '../scan-video.ts'
import { type Answer, AnswerPanel, UndoForm } from './answer.ts'
import { CardPanel, type ShownCardProps } from './card-panel.ts'
import { type ScannerContext, ScannerPage } from './frame.ts'

export type StaffScannerProps = { answer: Answer | null; card: ShownCardProps | null; typed: string }

/**
 * The answer, the camera and the field; on a phone a card that was found takes the place of the last two, until the next.
 * Each has its room from the start: an answer that comes late moves nothing under a thumb. Works as plain forms as well.
 */
export function StaffScannerPage(context: ScannerContext, props: StaffScannerProps): VNode {
  const texts = staffWords(context.speech)
  return ScannerPage(context, {
    kind: 'staff',
    scripts: ['scan.js', 'staff.js'],
    head: html`<form method="post" action="/staff/sign-out">
      <input type="hidden" name="csrf" value=${context.csrf} />
      <button>${Icon('out')}<span class="out-words">${texts.signIn.out}</span></button>
    </form>`,
    body: html`<main class="scanner-main">
      <section class="finder" aria-label=${texts.camera.aim}>
        ${Camera(context)}
        <form class="typed" method="post" action="/staff/card" data-live-form="card" autocomplete="off">
          <input type="hidden" name="csrf" value=${context.csrf} />
          <label class="field">
            <span>${texts.typed}</span>
            <input name="text" required maxlength="500" autocapitalize="characters" spellcheck="false" value=${props.typed} />
          </label>
          <button>${Icon('search')} ${texts.find}</button>
        </form>
        <div class="returned" data-returned hidden>
          <h2>${texts.offline.returned}</h2>
          <ol></ol>
        </div>
      </section>
      <div class="outcome">
        <div class="answer-place">
          <p class="quiet quiet-aim">${Icon('camera')} ${texts.camera.aim}</p>
          <p class="quiet quiet-found">${Icon('card')} ${texts.found}</p>
          <div id="said" role="status" aria-live="assertive">${props.answer && AnswerPanel(props.answer)}</div>
        </div>
        <div id="live">
          ${UndoForm(context.speech, {
            csrf: context.csrf,
            answer: props.answer,
            cardId: props.card?.face.cardId,
          })}
          ${props.card && CardPanel(context, props.card)}
          ${
            (props.card || props.answer) &&
            html`<a class="button next-card" href="/staff" data-next>${Icon('camera')} ${texts.next}</a>`
          }
        </div>
      </div>
      <template data-offline-card>
        <form class="stamp-form" data-live-form="stamp-offline">
          <div class="stamp-row"><button class="primary big">${Icon('stamp')} ${texts.offline.save}</button></div>
        </form>
        <a class="button next-card" href="/staff" data-next>${Icon('camera')} ${texts.next}</a>
      </template>
    </main>`,
  })
}

function Camera(context: PageContext): VNode {
  const { camera } = staffWords(context.speech)
  return html`<div class="camera" data-camera hidden>
    ${ScanVideo(context, camera.label)}
    <div class="camera-frame" aria-hidden="true"></div>
    <p class="camera-problem" data-problem role="alert" hidden></p>
    <button type="button" data-start hidden>${Icon('camera')} ${camera.start}</button>
    ${(['no-camera', 'refused', 'insecure', 'failed'] as const).map(
      (name) => html`<template data-problem-words=${name}>${camera[name]}</template>`,
    )}
  </div>`
}
