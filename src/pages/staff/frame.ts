import type { VNode } from 'preact'
import type { CardFace } from '../../domain/card-face.ts'
import { staffWords } from '../../messages/staff-words.ts'
import { Document } from '../document.ts'
import { type Child, html } from '../html.ts'
import { Icon } from '../icons.ts'
import { LookStyle } from '../look-style.ts'
import type { PageContext } from '../page-context.ts'
import { SoundButton } from '../sound-button.ts'
import { type Answer, AnswerPanel } from './answer.ts'

/** What a scanner's page knows of the device it runs on. */
export type ScannerContext = PageContext & {
  shopName: string
  device: { id: string; name: string }
  /** Who is at work; null on a counter, where nobody signs in. */
  person: { id: string; name: string } | null
  csrf: string
  look?: CardFace['look'] | undefined
}

/** The page around both scanners. The scripts find texts and what they need in its attributes. */
export function ScannerPage(
  context: ScannerContext,
  props: { kind: 'staff' | 'counter'; head: Child; body: Child; scripts: string[] },
): VNode {
  const texts = staffWords(context.speech)
  return Document(context, {
    title: `${props.kind === 'staff' ? texts.title : texts.counterTitle} · ${context.shopName}`,
    styles: [
      'base.css',
      'staff.css',
      'staff-answer.css',
      ...(props.kind === 'staff' ? ['staff-camera.css', 'staff-card.css'] : ['counter.css']),
    ],
    scripts: ['signals.js', 'offline-queue.js', ...props.scripts],
    head: context.look ? LookStyle(context.look, context.nonce) : null,
    bodyClass: `scanner-page scanner-${props.kind}`,
    body: html`<div
      id="scanner"
      data-device=${context.device.id}
      data-person=${context.person?.id ?? ''}
      data-csrf=${context.csrf}
      data-language=${context.speech.tag}
    >
      <header class="scanner-head">
        <div class="scanner-shop">
          <h1>${context.shopName}</h1>
          ${context.person && html`<p class="small">${texts.signIn.as(context.person.name)}</p>`}
          <p class="small">${context.device.name}</p>
        </div>
        ${SoundButton(texts.sound)}
        ${props.head}
      </header>
      <p class="waiting-line" role="status" data-waiting hidden>
        ${Icon('warning')} <span data-offline-words>${texts.offline.is}</span> <span data-waiting-words></span>
      </p>
      ${props.body}
      ${Templates(context)}
    </div>`,
  })
}

/** Answers that the page gives by itself, without the server. */
function Templates({ speech }: PageContext): VNode {
  const { offline } = staffWords(speech)
  const answer = (name: string, it: Answer) =>
    html`<template data-answer=${name}>${AnswerPanel(it)}</template>`
  return html`<div hidden>
    ${answer('saved', { tone: 'saved', title: offline.saved, details: [offline.hint] })}
    ${answer('no-redeem', { tone: 'no', title: offline.noRedeem, details: [offline.noRedeemHint] })}
    ${answer('no-undo', { tone: 'no', title: offline.is, details: [offline.noUndo] })}
    ${answer('unable', { tone: 'no', title: offline.is, details: [offline.unable] })}
    ${answer('card', { tone: 'ask', title: offline.card, details: [offline.cardHint] })}
    <template data-words="waiting-one">${offline.waiting('1')}</template>
    <template data-words="waiting">${offline.waiting('#')}</template>
  </div>`
}
